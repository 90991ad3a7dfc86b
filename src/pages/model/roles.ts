import { listOf } from '../splunk/flags.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { ROLES } from './names.ts';

/** The roles of the app and their capabilities. Other roles import them. The recommended role comes first. */
export const GRANTS = [
  { role: 'misp_searcher', capability: 'misp_search', label: 'Search MISP' },
  { role: 'misp_user', capability: 'list_storage_passwords', label: 'Read the keys' },
  { role: 'misp_writer', capability: 'misp_write', label: 'Write to MISP' },
] as const;

export type Grant = (typeof GRANTS)[number];

export interface Role {
  readonly name: string;
  readonly users: readonly string[];
  readonly imported: readonly string[];
  /** The capabilities of the role itself. */
  readonly capabilities: readonly string[];
  /** The capabilities from imported roles. */
  readonly importedCapabilities: readonly string[];
}

const OF_SYSTEM = { inApp: false } as const;

/** Loads all roles except those of the app, with their users if visible. @throws RestError */
export async function loadRoles(): Promise<readonly Role[]> {
  const [roles, users] = await Promise.all([
    entriesOf(ROLES, OF_SYSTEM),
    entriesOf('authentication/users', OF_SYSTEM).catch(() => []),
  ]);
  const own: readonly string[] = GRANTS.map(({ role }) => role);
  return roles
    .filter(({ name }) => !own.includes(name))
    .map(({ name, content }) => ({
      name,
      users: users.filter((user) => listOf(user.content['roles']).includes(name)).map((user) => user.name),
      imported: listOf(content['imported_roles']),
      capabilities: listOf(content['capabilities']),
      importedCapabilities: listOf(content['imported_capabilities']),
    }));
}

export type Holding = 'none' | 'granted' | 'own' | 'imported';

/** How a role has a capability: from the app's role, which can be removed, or otherwise. */
export function holdingOf(role: Role, grant: Grant): Holding {
  if (role.imported.includes(grant.role)) return 'granted';
  if (role.capabilities.includes(grant.capability)) return 'own';
  return role.importedCapabilities.includes(grant.capability) ? 'imported' : 'none';
}

/** Adds the app's role to the imported roles of a role, or removes it. @throws RestError */
export async function setGrant({ name, imported }: Role, { role }: Grant, isGiven: boolean): Promise<void> {
  const others = imported.filter((one) => one !== role);
  const wanted = isGiven ? [...others, role] : others;
  // A blank value removes all imported roles.
  await update(ROLES, name, { imported_roles: wanted.length === 0 ? '' : wanted }, OF_SYSTEM);
}
