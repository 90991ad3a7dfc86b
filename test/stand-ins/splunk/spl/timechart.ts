import type { Row } from '../../../../src/protocol/rows.ts';
import { type Aggregate, aggregatesOf } from './aggregates.ts';
import { type Command, type Context, later } from './context.ts';
import { NOTHING, type Results, textOf, withCell } from './results.ts';
import { splitAtBy } from './stats.ts';
import { fieldName, parseWords } from './words.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Splunk's own, when a search does not say. */
const DEFAULT_LIMIT = 10;

/** Puts times back to the beginning of the span that they are in, or into another field. Days are those of UTC. */
export const bin: Command = later((args, _context, { name }) => {
  const { options, words } = parseWords(name, args, { span: 'text' });
  const [field, as, other, more] = words;
  if (field?.text !== '_time' || more || (as && (!other || !/^as$/i.test(as.text))))
    throw new Error('bin of other fields than _time is not supported.');
  const into = other ? fieldName(name, other) : '_time';
  const span = secondsOf(name, options.span);
  return ({ rows, fields }) => ({
    fields: [...new Set([...fields, into])],
    rows: rows.map((row) =>
      row['_time'] === undefined ? row : { ...row, [into]: String(floor(Number(row['_time']), span)) },
    ),
  });
});

/**
 * A row for each span of the search's time range, or of the rows' where it has none. With BY, a column for each value:
 * those with the greatest sums, and OTHER for the rest. Of no rows nothing comes.
 */
export const timechart: Command = later((args, context, { name }) => {
  const { options, words } = parseWords(name, args, { span: 'text', limit: 'integer', useother: 'boolean' });
  const { before, by } = splitAtBy(name, words);
  const span = secondsOf(name, options.span);
  const aggregates = aggregatesOf(name, before);
  const [aggregate] = aggregates;
  const [field, more] = by;
  if (more !== undefined || (field !== undefined && aggregates.length > 1))
    throw new Error('timechart by several fields, or of several functions by one, is not supported.');
  return ({ rows }) => {
    if (rows.length === 0) return NOTHING;
    const spans = spansOf(rows, span, context);
    if (field === undefined || !aggregate) return chart(rows, spans, span, aggregates);
    const limit = options.limit ?? DEFAULT_LIMIT;
    const named = rows.map((row) => withCell(row, field, textOf(row[field]) ?? 'NULL'));
    const sums = new Map<string, number>();
    for (const value of new Set(named.map((row) => textOf(row[field]) ?? ''))) {
      const own = named.filter((row) => row[field] === value);
      const cells = spans.map((start) => aggregate.calculate(within(own, start, span)));
      sums.set(
        value,
        cells.reduce((sum, cell) => sum + Number(cell ?? 0), 0),
      );
    }
    const ranked = [...sums].sort(([, one], [, other]) => other - one).map(([value]) => value);
    const kept = limit === 0 ? ranked : ranked.slice(0, limit);
    const rest = ranked.slice(kept.length);
    const columns: Aggregate[] = kept.sort().map((value) => ({
      output: value,
      calculate: (some) => aggregate.calculate(some.filter((row) => row[field] === value)),
    }));
    if (rest.length > 0 && options.useother !== false)
      columns.push({
        output: 'OTHER',
        calculate: (some) =>
          aggregate.calculate(some.filter((row) => rest.includes(textOf(row[field]) ?? ''))),
      });
    return chart(named, spans, span, columns);
  };
});

function chart(
  rows: readonly Row[],
  spans: readonly number[],
  span: number,
  columns: readonly Aggregate[],
): Results {
  return {
    fields: ['_time', ...columns.map(({ output }) => output)],
    rows: spans.map((start) => {
      const members = within(rows, start, span);
      return columns.reduce<Row>((row, { output, calculate }) => withCell(row, output, calculate(members)), {
        _time: String(start),
      });
    }),
  };
}

function spansOf(rows: readonly Row[], span: number, { options, now }: Context): number[] {
  const times = rows.map((row) => Number(row['_time']));
  const hasRange = (options.earliest ?? 0) > 0;
  const first = hasRange ? (options.earliest ?? 0) : Math.min(...times);
  const last = hasRange ? (options.latest ?? 0) || now : Math.max(...times) + 1;
  const spans: number[] = [];
  for (let start = floor(first, span); start < last; start += span) spans.push(start);
  return spans;
}

function within(rows: readonly Row[], start: number, span: number): Row[] {
  return rows.filter((row) => floor(Number(row['_time']), span) === start);
}

function floor(time: number, span: number): number {
  return time - (time % span);
}

function secondsOf(command: string, span: string | undefined): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(span ?? '') ?? [];
  const seconds = SECONDS[unit];
  if (seconds === undefined) throw new Error(`${command} needs a span like 1h or 1d.`);
  return Number(count) * seconds;
}
