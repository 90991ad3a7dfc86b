import type { Splunkd } from './splunkd.ts';

/** What a search head is of its cluster. */
export type ClusterRole = 'captain' | 'member' | 'alone';

/** By the roles that splunkd says its server has. Source: the documented values of `server_roles` in server/info. */
export async function clusterRoleOf(splunkd: Splunkd): Promise<ClusterRole> {
  const entries = await splunkd.entries('server/info');
  const roles = entries?.[0]?.content['server_roles'];
  if (!Array.isArray(roles)) return 'alone';
  if (roles.includes('shc_captain')) return 'captain';
  return roles.includes('shc_member') ? 'member' : 'alone';
}
