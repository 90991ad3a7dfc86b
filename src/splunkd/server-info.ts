import type { Splunkd } from './splunkd.ts';

/** The role of a search head in its cluster. */
export type ClusterRole = 'captain' | 'member' | 'alone';

/** The splunkd that started this process. */
export interface ServerInfo {
  readonly role: ClusterRole;
  /** When splunkd started, in Unix seconds. Undefined when it does not report that. */
  readonly startupTime: string | undefined;
}

/** Source: the documented values of `server_roles` and `startup_time` in server/info. */
export async function serverInfoOf(splunkd: Splunkd): Promise<ServerInfo> {
  const entries = await splunkd.entries('/services/server/info');
  const { server_roles: roles, startup_time: time } = entries?.[0]?.content ?? {};
  const isTime = typeof time === 'number' || typeof time === 'string';
  return { role: roleIn(roles), startupTime: isTime ? String(time) : undefined };
}

function roleIn(roles: unknown): ClusterRole {
  if (!Array.isArray(roles)) return 'alone';
  if (roles.includes('shc_captain')) return 'captain';
  return roles.includes('shc_member') ? 'member' : 'alone';
}
