import type { Exchange } from './recordings.ts';
import { type Warninglist, WARNINGLISTS } from '../pages/warninglists.ts';

type Members = Readonly<Record<string, unknown>>;

/** What organisations/index says of each organisation, by id. */
export function recordedOrgs(exchanges: readonly Exchange[]): ReadonlyMap<string, Members> {
  const orgs = answerTo(exchanges, 'organisations/index') as readonly { Organisation: Members }[];
  return new Map(orgs.map(({ Organisation }) => [String(Organisation['id']), Organisation]));
}

/** All lists, with those entries that the embedded MISP knows. */
export function recordedWarninglists(exchanges: readonly Exchange[]): Warninglist[] {
  const { Warninglists } = answerTo(exchanges, 'warninglists/index') as {
    Warninglists: readonly { Warninglist: Warninglist & { warninglist_entry_count: string } }[];
  };
  return Warninglists.map(({ Warninglist: { warninglist_entry_count, ...list } }) => ({
    ...list,
    entries: WARNINGLISTS.find(({ id }) => id === list.id)?.entries ?? [],
    count: Number(warninglist_entry_count),
  }));
}

function answerTo(exchanges: readonly Exchange[], wanted: string): unknown {
  return JSON.parse(exchanges.find(({ name }) => name === wanted)?.response.body ?? 'null');
}
