import type { Row } from '../../../../src/protocol/rows.ts';
import type { Conf, Stanza } from '../conf.ts';
import { parseAssignments } from '../spl/expression.ts';
import { setCell } from '../spl/results.ts';
import { cellOfValue } from '../spl/values.ts';
import type { IndexedEvent } from './event-index.ts';
import { jsonFields } from './json-fields.ts';

/** Settings that do nothing at search time. */
const INDEX_TIME =
  /^(SHOULD_LINEMERGE|LINE_BREAKER|TRUNCATE|TIME_PREFIX|TIME_FORMAT|MAX_TIMESTAMP_LOOKAHEAD|MAX_DAYS_AGO|DATETIME_CONFIG|CHARSET|category|description|pulldown_type)$/;

/** Gives an event its fields. */
export type Extraction = (event: IndexedEvent) => Row;

/**
 * The search-time rules of a sourcetype in props.conf, in Splunk's order: extraction, then aliases, then calculated
 * fields, which do not see each other.
 *
 * @throws Error on a stanza for a source or host, and on settings that are not supported
 */
export function extractionOf(sourcetype: string, props: Conf, now: number): Extraction {
  const odd = [...props.keys()].find((name) => /^(source|host|rule|delayedrule)::/.test(name));
  if (odd !== undefined) throw new Error(`The stanza [${odd}] of props.conf is not supported.`);
  const stanza: Stanza = props.get(sourcetype) ?? new Map<string, string>();
  for (const key of stanza.keys())
    if (!INDEX_TIME.test(key) && !/^(KV_MODE$|EVAL-|FIELDALIAS-)/.test(key))
      throw new Error(`${key} of [${sourcetype}] in props.conf is not supported.`);
  if ((stanza.get('KV_MODE') ?? 'json') !== 'json')
    throw new Error(`KV_MODE = ${String(stanza.get('KV_MODE'))} is not supported.`);
  const aliases = [...stanza].flatMap(([key, value]) =>
    key.startsWith('FIELDALIAS-') ? aliasesOf(key, value) : [],
  );
  const calculated = [...stanza].flatMap(([key, value]) =>
    key.startsWith('EVAL-') ? parseAssignments(`'${key.slice('EVAL-'.length)}'=${value}`, now) : [],
  );
  return (event) => {
    const row: Row = rowOf(event);
    for (const [name, cell] of jsonFields(event.raw)) setCell(row, name, cell);
    // AS: the alias goes when there is nothing that it is one of.
    for (const [from, to] of aliases) setCell(row, to, row[from]);
    const cells = calculated.map(({ node }) => cellOfValue(node.value(row)));
    for (const [index, { field }] of calculated.entries()) setCell(row, field, cells[index]);
    return row;
  };
}

function rowOf({ index, time, indexTime, address, host, source, sourcetype, raw }: IndexedEvent): Row {
  return {
    _time: String(time),
    _indextime: String(indexTime),
    _cd: address,
    _raw: raw,
    index,
    host,
    source,
    sourcetype,
  };
}

function aliasesOf(key: string, value: string): [from: string, to: string][] {
  const words = value.split(/\s+/);
  const pairs: [string, string][] = [];
  for (let at = 0; at < words.length; at += 3) {
    const [from, as, to] = words.slice(at, at + 3);
    if (from === undefined || to === undefined || !/^as$/i.test(as ?? ''))
      throw new Error(`${key} takes "a AS b", not: ${value}`);
    pairs.push([from, to]);
  }
  return pairs;
}
