import { textOf } from '../search/conditions.ts';
import { fold } from '../values/letters.ts';
import type { StoredAttribute } from './records.ts';

type Key = (attribute: StoredAttribute) => number | string;
type Body = Readonly<Record<string, unknown>>;

const COLUMNS: Readonly<Record<string, Key>> = {
  id: (a) => Number(a.id),
  timestamp: (a) => a.timestamp,
};

/** Without an order, rows come as the index has them that the database takes for a filter; by id without such a filter. */
const INDEXES: readonly { readonly isUsed: (body: Body) => boolean; readonly key: Key }[] = [
  {
    isUsed: (body) => isGiven(body['timestamp']) || isGiven(body['attribute_timestamp']),
    key: (a) => a.timestamp,
  },
  { isUsed: (body) => isGiven(body['first_seen']), key: (a) => a.first_seen ?? '' },
  { isUsed: (body) => isGiven(body['last_seen']), key: (a) => a.last_seen ?? '' },
  {
    isUsed: (body) => isOnly('type', body) && !isGiven((body['type'] as { NOT?: unknown }).NOT),
    key: (a) => fold(a.type),
  },
  {
    isUsed: (body) => isOnly('org', body) && String(body['org']).startsWith('!'),
    key: (a) => Number(a.event.orgc.id),
  },
];
const NO_FILTERS = ['returnFormat', 'limit', 'page'];

/** An order that is not understood is no order. @param found by id */
export function sorted(found: StoredAttribute[], body: Body): StoredAttribute[] {
  const [, name, direction] =
    /^(?:Attribute\.)?(\w+)(?: (asc|desc))?$/i.exec(textOf(body['order'] ?? '')) ?? [];
  const key = COLUMNS[name?.toLowerCase() ?? ''] ?? INDEXES.find(({ isUsed }) => isUsed(body))?.key;
  if (!key) return found;
  // Alike ones stay in the order of their ids.
  found.sort((a, b) => compare(key(a), key(b)));
  return direction?.toLowerCase() === 'desc' ? found.reverse() : found;
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOnly(filter: string, body: Body): boolean {
  const others = Object.keys(body).filter((name) => name !== filter && !NO_FILTERS.includes(name));
  return isGiven(body[filter]) && others.length === 0;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
