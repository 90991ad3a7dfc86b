import { errorPage, failure, type Reply, toLogin } from './replies.ts';
import type { Incoming } from './request-body.ts';

/** A user with an API key. */
export interface Account {
  readonly name: string;
  /** Forty characters, as MISP's keys have; invented. */
  readonly key: string;
  readonly organisation: 'own' | 'partner';
  readonly role: Role;
  /** When the key expires, as MISP says in a header of every answer. */
  readonly expiration?: string;
  /** Why the key is refused. */
  readonly refusal?: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  /** What is true of MISP's `perm_...`, without that beginning. */
  readonly permissions: readonly string[];
  readonly permission: string;
  readonly description: string;
}

const WRONG_KEY =
  'Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.';

const USER = 'add modify audit auth tagger sighting decaying galaxy_editor analyst_data'.split(' ');
const SYNC = [
  ...USER,
  ...'modify_org publish delegate sync sharing_group tag_editor publish_zmq publish_kafka'.split(' '),
];
const ROLES = {
  admin: {
    id: '1',
    name: 'admin',
    permissions: [
      ...SYNC,
      ...'admin site_admin regexp_access template object_template warninglist view_feed_correlations'.split(
        ' ',
      ),
    ],
    permission: '3',
    description: 'publish',
  },
  user: { id: '3', name: 'User', permissions: USER, permission: '2', description: 'manage_org_events' },
  sync: { id: '5', name: 'Sync user', permissions: SYNC, permission: '3', description: 'publish' },
  readonly: {
    id: '6',
    name: 'Read Only',
    permissions: ['audit', 'auth'],
    permission: '0',
    description: 'read_only',
  },
} satisfies Record<string, Role>;

export const ACCOUNTS: readonly Account[] = [
  account('automation', ROLES.sync),
  account('analyst', ROLES.user),
  account('readonly', ROLES.readonly),
  account('partner', ROLES.sync, { organisation: 'partner' }),
  account('partnerReadonly', ROLES.readonly, { organisation: 'partner' }),
  account('admin', ROLES.admin),
  account('expiresLater', ROLES.user, { expiration: '2027-06-30T00:00:00+00:00' }),
  account('expired', ROLES.user, { refusal: WRONG_KEY }),
  account('disabled', ROLES.user, { refusal: 'Authentication failed. Your user account has been disabled.' }),
  account('ipRestricted', ROLES.user, {
    refusal: 'It is not possible to use this Auth key from your IP address',
  }),
];

function account(name: string, role: Role, more: Partial<Account> = {}): Account {
  return { name, key: name.padEnd(40, '0'), organisation: 'own', role, ...more };
}

export function may({ role }: Account, permission: string): boolean {
  return role.permissions.includes(permission);
}

/** Machines get JSON, or what is not JSON where they do not ask for it; browsers get the login page. */
export function refuse({ path, headers }: Incoming, account: Account | undefined, url: string): Reply {
  const message = account?.refusal ?? WRONG_KEY;
  if (headers.accept?.includes('json')) return failure(403, message, path);
  return headers.accept?.includes('html') ? toLogin(url) : errorPage(403, message);
}
