import type { Row } from '../../../../src/protocol/rows.ts';
import type { Stanza } from '../conf.ts';
import { collectionIn, find, hasCollection, type KvDocument, save } from '../rest/kv-store.ts';
import type { Context } from './context.ts';
import type { Lookup } from './lookup-table.ts';
import { cellOf, looksNumeric, resultsOf, textOf, valuesOf } from './results.ts';

/** A collection of the KV store, of which only the fields in fields_list are seen. @param take a setting of the stanza */
export function kvLookup(
  name: string,
  take: (key: string) => string | undefined,
  context: Context,
): Pick<Lookup, 'fields' | 'read' | 'write'> {
  const { splunk } = context;
  const type = take('external_type');
  if (type !== 'kvstore')
    throw new Error(`The lookup ${name} has neither filename nor external_type = kvstore.`);
  const collectionName = take('collection') ?? '';
  if (!hasCollection(splunk.appDir, collectionName)) {
    throw new Error(`The lookup ${name} is of "${collectionName}", which collections.conf does not have.`);
  }
  const fields = (take('fields_list') ?? '').split(',').map((field) => field.trim());
  if (!fields.every((field) => /^\w+$/.test(field)))
    throw new Error(`fields_list of ${name} is not understood.`);
  const types = context.conf('collections').get(collectionName);
  const filter = filterOf(name, take('filter'), types);
  return {
    fields,
    read() {
      const documents = find(collectionIn(splunk.state.collections, collectionName), filter);
      const { rows, fields: seen } = resultsOf(documents.map((document) => rowOf(document, fields)));
      return { rows, fields: fields.filter((field) => seen.includes(field)) };
    },
    write({ rows }, { append, overrideIfEmpty, keyField }) {
      if (rows.length === 0 && (append || !overrideIfEmpty)) return;
      const collection = collectionIn(splunk.state.collections, collectionName);
      if (!append) collection.clear();
      const kept = fields.filter((field) => field !== '_key');
      const key = keyField ?? '_key';
      for (const row of rows) save(collection, { ...documentOf(row, kept, types), _key: textOf(row[key]) });
    },
  };
}

/** Equalities, and AND between them, are all that is supported of a filter. */
function filterOf(name: string, filter: string | undefined, types: Stanza | undefined): KvDocument {
  const pairs = (filter?.split(' AND ') ?? []).map((term) => {
    const [, field = '', quoted, bare = ''] =
      /^(\w+)\s*=\s*(?:"([^"\\*]*)"|([^\s"*()]+))$/.exec(term.trim()) ?? [];
    const value = field === '' ? undefined : typedValue(quoted ?? bare, types?.get(`field.${field}`));
    if (value === undefined) throw new Error(`The filter of ${name} is not supported: ${term}`);
    return [field, value] as const;
  });
  return Object.fromEntries(pairs);
}

function rowOf(document: KvDocument, fields: readonly string[]): Row {
  const row: Row = {};
  for (const field of fields) {
    const value = document[field];
    const cell = cellOf(
      (Array.isArray(value) ? value : [value]).map(scalarText).filter((text) => text !== ''),
    );
    if (cell !== undefined) row[field] = cell;
  }
  return row;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '';
  throw new Error('An object within a document is not supported.');
}

/** Values that are not of their field's type are left out, and several values are a list. */
function documentOf(row: Row, fields: readonly string[], types: Stanza | undefined): KvDocument {
  const document: Record<string, unknown> = {};
  for (const field of fields) {
    const values = valuesOf(row[field]).map((text) => typedValue(text, types?.get(`field.${field}`)));
    if (values.length > 0 && !values.includes(undefined))
      document[field] = values.length > 1 ? values : values[0];
  }
  return document;
}

function typedValue(text: string, type: string | undefined): unknown {
  switch (type) {
    case undefined:
    case 'string':
      return text;
    case 'number':
    case 'time':
      return looksNumeric(text) ? Number(text) : undefined;
    case 'bool':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined;
    default:
      throw new Error(`The type ${type} of collections.conf is not supported.`);
  }
}
