import type { Row } from '../../../../src/protocol/rows.ts';
import { BASE_FIELDS, type Dataset, DATASETS } from '../cim/models.ts';
import { rowsOf } from './dataset-rows.ts';
import { type Aggregate, aggregatesOf } from './aggregates.ts';
import type { Command, Context } from './context.ts';
import { timeOf } from './relative-time.ts';
import { resultsOf } from './results.ts';
import { type Token, tokensOf } from './search-tokens.ts';
import { sortedBy } from './sort.ts';
import { groupsOf } from './stats.ts';
import { parseTerms } from './terms.ts';
import { fieldNames, parseWords } from './words.ts';

const PARTS = /^([^]*?)\bFROM\s+datamodel=([\w.]+)\s+(?:WHERE\s+([^]*?)\s+)?BY\s+([^]+)$/i;

const INDEXED_PARTS = /^([^]*?)\bWHERE\s+([^]*?)\s+BY\s+([^]+)$/i;

/** What there is of every event without reading it. */
const INDEXED_FIELDS = ['_time', '_indextime', 'index', 'host', 'source', 'sourcetype'];

/** Of a dataset, or without FROM of the indexed fields of events. */
export const tstats: Command = (args, context, place) =>
  /\bFROM\b/i.test(args) ? ofDataset(args, context, place) : ofIndexes(args, context, place);

const ofIndexes: Command = (args, context, { isFirst }) => {
  if (!isFirst) throw new Error('tstats must be the first command.');
  const [, head = '', where, by = ''] = INDEXED_PARTS.exec(args) ?? [];
  if (where === undefined) throw new Error(`tstats takes … WHERE … BY …, not: ${args}`);
  const aggregates = aggregatesOf('tstats', parseWords('tstats', head, {}).words);
  const fields = fieldNames('tstats', parseWords('tstats', by, {}).words);
  const knows = (field: string) => {
    if (!INDEXED_FIELDS.includes(field)) throw new Error(`tstats does not know "${field}" of events.`);
  };
  for (const field of [...fields, ...aggregates.flatMap(({ input }) => input ?? [])]) knows(field);
  const tokens = tokensOf(where);
  if (!tokens.some(({ text }) => text === 'index'))
    throw new Error('Which indexes are searched without index= is up to the role: say one.');
  const { isInRange, test } = selectionOf(tokens, context, knows);
  return () => {
    const rows = context.splunk.index.events
      .map(({ time, indexTime, index, host, source, sourcetype }): Row => ({
        _time: String(time),
        _indextime: String(indexTime),
        ...{ index, host, source, sourcetype },
      }))
      .filter((row) => isInRange(row) && test(row));
    return aggregated(rows, fields, aggregates);
  };
};

/**
 * Counts events of a dataset of the CIM by its fields. An event that lacks a field after BY is left out unless
 * `fillnull_value` says what stands for it. Summaries are taken to be complete, whatever `summariesonly` says.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/Tstats
 */
const ofDataset: Command = (args, context, { isFirst }) => {
  if (!isFirst) throw new Error('tstats must be the first command.');
  const [, head, name = '', where = '', by = ''] = PARTS.exec(args) ?? [];
  if (head === undefined)
    throw new Error(`tstats takes … FROM datamodel=<model>.<dataset> [WHERE …] BY …, not: ${args}`);
  const { options, words } = parseWords('tstats', head, {
    summariesonly: 'boolean',
    allow_old_summaries: 'boolean',
    fillnull_value: 'text',
  });
  const aggregates = aggregatesOf('tstats', words);
  const dataset = Object.hasOwn(DATASETS, name) ? DATASETS[name] : undefined;
  if (!dataset) throw new Error(`There is no dataset ${name} here.`);
  const knows = fieldCheck(name, dataset);
  const fields = fieldNames('tstats', parseWords('tstats', by, {}).words);
  fields.forEach(knows);
  for (const { input } of aggregates) if (input !== undefined) knows(input);
  const { isInRange, test } = selectionOf(tokensOf(where), context, knows);
  return () => {
    const rows = rowsOf(name, dataset, context)
      .filter((row) => isInRange(row) && test(row))
      .map((row) => filled(row, fields, options.fillnull_value));
    return aggregated(rows, fields, aggregates);
  };
};

function aggregated(rows: readonly Row[], fields: readonly string[], aggregates: readonly Aggregate[]) {
  const made = groupsOf(rows, fields).map(({ keys, rows: members }): Row => {
    const entries = [
      ...keys.map((key, at) => [fields[at], key]),
      ...aggregates.map(({ output, calculate }) => [output, calculate(members)]),
    ];
    return Object.fromEntries(entries.filter(([, cell]) => cell !== undefined)) as Row;
  });
  return resultsOf(sortedBy(made, fields), [...fields, ...aggregates.map(({ output }) => output)]);
}

/** @throws Error on a field that the dataset lacks, and on one that is not named with its dataset */
function fieldCheck(name: string, { filled, fields }: Dataset): (field: string) => void {
  const prefix = `${name.slice(name.indexOf('.') + 1)}.`;
  const known = [...BASE_FIELDS, ...[...filled, ...fields].map((field) => `${prefix}${field}`)];
  return (field) => {
    if (!known.includes(field)) throw new Error(`${name} has no field "${field}".`);
  };
}

function filled(row: Row, fields: readonly string[], value: string | undefined): Row {
  if (value === undefined) return row;
  return { ...row, ...Object.fromEntries(fields.map((field) => [field, row[field] ?? value])) };
}

const TIMES = ['earliest', 'latest', '_index_earliest', '_index_latest'] as const;

/** The time range, which `earliest` and `latest` give by `_time` and the other two by `_indextime`, and the rest of the terms. */
function selectionOf(all: readonly Token[], { options, now }: Context, knows: (field: string) => void) {
  const tokens = [...all];
  const times: Partial<Record<(typeof TIMES)[number], number>> = {};
  for (const name of TIMES) {
    const at = tokens.findIndex(({ kind, text }) => kind === 'word' && text === name);
    if (at < 0) continue;
    const [, equals, value] = tokens.splice(at, 3);
    if (equals?.text !== '=' || value?.kind !== 'word') throw new Error(`${name} takes a time.`);
    times[name] = timeOf(value.text, now);
  }
  tokens.forEach(({ kind, text }, at) => {
    if (kind === 'word' && tokens[at + 1]?.kind === 'operator') knows(text);
  });
  const [earliest, latest] = [times.earliest ?? options.earliest ?? 0, times.latest ?? options.latest ?? 0];
  const isInRange = (row: Row) => {
    const [time, indexTime] = [Number(row['_time']), Number(row['_indextime'])];
    return (
      time >= earliest &&
      (latest === 0 || time < latest) &&
      indexTime >= (times._index_earliest ?? 0) &&
      indexTime < (times._index_latest ?? Infinity)
    );
  };
  return { isInRange, test: tokens.length === 0 ? () => true : parseTerms('tstats', tokens) };
}
