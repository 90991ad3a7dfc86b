import { listOf } from '../splunk/flags.ts';
import { entriesOf } from '../splunk/rest.ts';
import type { Values } from './connections.ts';
import { INDEX_MACRO } from './index-choice.ts';
import { INSTANCE_MACROS } from './instance-macros.ts';
import { loadMacros } from './macros.ts';

/** What of Splunk an input depends on. Undefined members could not be read. */
export interface Surroundings {
  /** The event indexes of this search head, without internal ones. */
  readonly indexes: readonly string[] | undefined;
  /** Other machines hold the indexes, so that one of them may be missing here. */
  readonly hasIndexers: boolean;
  /** The definitions of the macros that name an index or an instance. Blank for a macro that does not exist. */
  readonly macros: Values | undefined;
}

/** Before the surroundings have loaded, and when they cannot be read. */
export const UNKNOWN_SURROUNDINGS: Surroundings = {
  indexes: undefined,
  hasIndexers: false,
  macros: undefined,
};

const OF_SYSTEM = { inApp: false } as const;

/** Never fails: a form without suggestions is better than none. */
export async function loadSurroundings(): Promise<Surroundings> {
  const [indexes, servers, macros] = await Promise.all([
    entriesOf('data/indexes', OF_SYSTEM).catch(() => undefined),
    entriesOf('server/info', OF_SYSTEM).catch(() => []),
    loadMacros([INDEX_MACRO, ...INSTANCE_MACROS]).catch(() => undefined),
  ]);
  return {
    indexes: indexes?.map(({ name }) => name).filter((name) => !name.startsWith('_')),
    hasIndexers: isSearchHead(listOf(servers[0]?.content['server_roles'])),
    macros,
  };
}

/** By server_roles of server/info: a member of a cluster, or a search head that indexes nothing itself. */
function isSearchHead(roles: readonly string[]): boolean {
  const isMember = roles.some((role) => /^(cluster_search_head|shc_(member|captain))$/.test(role));
  return isMember || (roles.includes('search_head') && !roles.includes('indexer'));
}
