import { randomBytes } from 'node:crypto';
import { readConf } from '../conf.ts';

/** A document without its `_key`. */
export type KvDocument = Readonly<Record<string, unknown>>;

/** Documents by `_key`, in the order in which they came. */
export type KvCollection = Map<string, KvDocument>;

/** Whether the app has the collection: collections.conf says, or nothing does when there is no such file. */
export function hasCollection(appDir: string, name: string): boolean {
  const conf = readConf(appDir, 'collections');
  return conf.size === 0 || conf.has(name);
}

/** A collection that nobody wrote to is empty. */
export function collectionIn(collections: Record<string, KvCollection>, name: string): KvCollection {
  return (collections[name] ??= new Map<string, KvDocument>());
}

/** Puts a document under its `_key`, in place of one that is there, or under a new one. Returns the key. */
export function save(collection: KvCollection, { _key, ...rest }: KvDocument): string {
  const key = typeof _key === 'string' && _key !== '' ? _key : randomBytes(12).toString('hex');
  collection.set(key, rest);
  return key;
}

/** What a query matches, with `_key`. @throws Error on an operator that is not known */
export function find(collection: KvCollection, query: KvDocument): KvDocument[] {
  const documents: KvDocument[] = [];
  for (const [key, rest] of collection) {
    const document = { ...rest, _key: key };
    if (matches(document, query)) documents.push(document);
  }
  return documents;
}

function matches(document: KvDocument, query: unknown): boolean {
  return Object.entries(objectOf(query)).every(([name, condition]) => {
    if (name === '$and') return listOf(condition).every((one) => matches(document, one));
    if (name === '$or') return listOf(condition).some((one) => matches(document, one));
    if (name.startsWith('$')) throw new Error(`Unknown operator ${name} in a query.`);
    return fulfils(document[name], condition);
  });
}

/** Values of one type only are less or greater, as in MongoDB. */
const OPERATORS: Readonly<Record<string, (value: unknown, other: unknown) => boolean>> = {
  $lt: ordered((value, other) => value < other),
  $lte: ordered((value, other) => value <= other),
  $gt: ordered((value, other) => value > other),
  $gte: ordered((value, other) => value >= other),
  $ne: (value, other) => !equals(value, other),
  $in: (value, other) => listOf(other).some((one) => equals(value, one)),
};

function fulfils(value: unknown, condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return equals(value, condition);
  return Object.entries(objectOf(condition)).every(([name, other]) => {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!operator) throw new Error(`Unknown operator ${name} in a query.`);
    return operator(value, other);
  });
}

/** A list equals each of its values; a field that is missing is a null. */
function equals(value: unknown, other: unknown): boolean {
  if (Array.isArray(value)) return value.includes(other);
  return (value ?? null) === other;
}

function ordered(compare: (value: string | number, other: string | number) => boolean) {
  return (value: unknown, other: unknown): boolean => {
    if (typeof value === 'number' && typeof other === 'number') return compare(value, other);
    return typeof value === 'string' && typeof other === 'string' && compare(value, other);
  };
}

function objectOf(query: unknown): object {
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    throw new Error(`Not a condition of a query: ${JSON.stringify(query)}`);
  }
  return query;
}

function listOf(list: unknown): readonly unknown[] {
  if (!Array.isArray(list)) throw new Error(`Not a list in a query: ${JSON.stringify(list)}`);
  return list;
}
