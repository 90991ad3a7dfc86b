import { APP } from '../../common/app.ts';
import { listOf } from '../splunk/flags.ts';
import { entriesOf } from '../splunk/rest.ts';

/** What the user may do on the page. splunkd checks each request again. */
export interface Rights {
  /** May change instances, inputs, macros and searches: the user may write in the app. */
  readonly configure: boolean;
  /** May change which roles a role imports. */
  readonly editRoles: boolean;
}

export const ALL_RIGHTS: Rights = { configure: true, editRoles: true };

const OF_SYSTEM = { inApp: false } as const;

/**
 * Asks splunkd for the rights of the user: the ACL of the app, and the capabilities. What splunkd does not say counts as
 * permitted, since it refuses what is not.
 */
export async function loadRights(): Promise<Rights> {
  const [apps, contexts] = await Promise.all([
    entriesOf(`apps/local/${APP}`, { ...OF_SYSTEM, only: ['configured'] }).catch(() => []),
    entriesOf('authentication/current-context', { ...OF_SYSTEM, only: ['capabilities'] }).catch(() => []),
  ]);
  const capabilities = contexts[0] && listOf(contexts[0].content['capabilities']);
  return {
    configure: apps[0]?.canWrite ?? true,
    editRoles: capabilities?.some((one) => EDIT_ROLES.includes(one)) ?? true,
  };
}

/** The second one permits it for a limited set of roles (authorize.conf.spec). */
const EDIT_ROLES: readonly string[] = ['edit_roles', 'edit_roles_grantable', 'admin_all_objects'];
