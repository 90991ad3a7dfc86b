import { listOf } from '../splunk/flags.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { ROLES } from './names.ts';

/** What the app's own roles bring, which other roles take over by importing them: what is recommended comes first. */
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
  /** Its own. */
  readonly capabilities: readonly string[];
  /** By the roles that it imports. */
  readonly importedCapabilities: readonly string[];
}

const OF_SYSTEM = { inApp: false } as const;

/** All roles but the app's own; users only where they may be seen. @throws RestError */
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

/** How a role comes by a capability: through the app's role, which can be taken again, or otherwise. */
export function holdingOf(role: Role, grant: Grant): Holding {
  if (role.imported.includes(grant.role)) return 'granted';
  if (role.capabilities.includes(grant.capability)) return 'own';
  return role.importedCapabilities.includes(grant.capability) ? 'imported' : 'none';
}

/** Adds the app's role to those that a role imports, or takes it away. @throws RestError */
export async function setGrant({ name, imported }: Role, { role }: Grant, isGiven: boolean): Promise<void> {
  const others = imported.filter((one) => one !== role);
  const wanted = isGiven ? [...others, role] : others;
  // One blank is how splunkd is told of no role at all.
  await update(ROLES, name, { imported_roles: wanted.length === 0 ? '' : wanted }, OF_SYSTEM);
}
