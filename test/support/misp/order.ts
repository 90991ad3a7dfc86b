import { fold } from './conditions.ts';
import type { StoredAttribute } from './records.ts';

type Key = (attribute: StoredAttribute) => number | string;
type Body = Readonly<Record<string, unknown>>;

const COLUMNS: Readonly<Record<string, Key>> = {
  id: (a) => Number(a.id),
  timestamp: (a) => a.timestamp,
};

/** Without an order, rows come as the index that the database takes for a filter has them; by id without such a filter. */
const INDEXES: readonly { readonly isUsed: (body: Body) => boolean; readonly key: Key }[] = [
  {
    isUsed: (body) => isGiven(body['timestamp']) || isGiven(body['attribute_timestamp']),
    key: (a) => a.timestamp,
  },
  { isUsed: (body) => isGiven(body['first_seen']), key: (a) => a.first_seen ?? '' },
  { isUsed: (body) => isGiven(body['last_seen']), key: (a) => a.last_seen ?? '' },
  {
    isUsed: (body) => [body['type']].flat().every((one) => String(one).startsWith('!')),
    key: (a) => fold(a.type),
  },
];

/** An order that is not understood is no order. @param found by id */
export function sorted(found: StoredAttribute[], body: Body): StoredAttribute[] {
  const [, name, direction] =
    /^(?:Attribute\.)?(\w+)(?: (asc|desc))?$/i.exec(String(body['order'] ?? '')) ?? [];
  const key = COLUMNS[name?.toLowerCase() ?? ''] ?? INDEXES.find(({ isUsed }) => isUsed(body))?.key;
  if (!key) return found;
  found.sort((a, b) => compare(key(a), key(b)) || Number(a.id) - Number(b.id));
  return direction?.toLowerCase() === 'desc' ? found.reverse() : found;
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
