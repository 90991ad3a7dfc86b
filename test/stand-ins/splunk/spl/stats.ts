import type { Row } from '../../../../src/protocol/rows.ts';
import { aggregatesOf } from './aggregates.ts';
import { type Command, later } from './context.ts';
import { valuesOf, withCell } from './results.ts';
import { sortedBy } from './sort.ts';
import { fieldNames, parseWords, type Word } from './words.ts';

/**
 * One row for each combination of the fields after by, sorted by them; a row counts once for each of a field's values,
 * and not if it lacks the field.
 */
export const stats: Command = later((args, _context, { name }) => {
  const { before, by } = splitAtBy(name, parseWords(name, args, {}).words);
  const aggregates = aggregatesOf(name, before);
  return ({ rows }) => {
    const groups = by.length === 0 ? [{ keys: [], rows }] : groupsOf(rows, by);
    const made = groups.map(({ keys, rows: members }): Row => {
      const entries = [
        ...keys.map((key, index) => [by[index], key]),
        ...aggregates.map(({ output, calculate }) => [output, calculate(members)]),
      ];
      return Object.fromEntries(entries.filter(([, cell]) => cell !== undefined)) as Row;
    });
    const isNothing =
      by.length === 0 && rows.length === 0 && made.every((row) => Object.keys(row).length === 0);
    return {
      fields: [...by, ...aggregates.map(({ output }) => output)],
      rows: isNothing ? [] : sortedBy(made, by),
    };
  };
});

/** Beyond so many rows eventstats may add nothing (limits.conf, maxresultrows). */
const MAX_EVENTSTATS_ROWS = 50_000;

/** Adds to each row what stats makes of all of them. */
export const eventstats: Command = later((args, _context, { name }) => {
  const { before, by } = splitAtBy(name, parseWords(name, args, {}).words);
  if (by.length > 0) throw new Error('eventstats with BY is not supported.');
  const aggregates = aggregatesOf(name, before);
  return ({ rows, fields }) => {
    if (rows.length > MAX_EVENTSTATS_ROWS)
      throw new Error(
        `eventstats of ${rows.length} rows: Splunk may add nothing to more than ${MAX_EVENTSTATS_ROWS}.`,
      );
    const cells = aggregates.map(({ output, calculate }) => ({ output, cell: calculate(rows) }));
    return {
      fields: [...new Set([...fields, ...aggregates.map(({ output }) => output)])],
      rows: rows.map((row) => cells.reduce((made, { output, cell }) => withCell(made, output, cell), row)),
    };
  };
});

/** Adds to each row what stats makes of it and those before it; those that lack a field after by stay as they are. */
export const streamstats: Command = later((args, _context, { name }) => {
  const { before, by } = splitAtBy(name, parseWords(name, args, {}).words);
  const [aggregate, more] = aggregatesOf(name, before);
  const [, called, inside = ''] = /^(count|max|min)(?:\((.*)\))?$/.exec(before[0]?.text ?? '') ?? [];
  if (!aggregate || more || called === undefined || (called === 'count' && inside !== ''))
    throw new Error('streamstats supports one count, max() or min().');
  return ({ rows, fields }) => {
    const soFar = new Map<string, Row>();
    const counts = new Map<string, number>();
    return {
      fields: [...new Set([...fields, aggregate.output])],
      rows: rows.map((row) => {
        const keys = by.map((field) => row[field]);
        if (keys.some((key) => typeof key === 'object'))
          throw new Error('streamstats by a field with several values is not supported.');
        if (keys.includes(undefined)) return row;
        const id = JSON.stringify(keys);
        const count = (counts.get(id) ?? 0) + 1;
        counts.set(id, count);
        if (called === 'count') return withCell(row, aggregate.output, String(count));
        // Of all before, the greatest or least is all that matters.
        const cell = aggregate.calculate([soFar.get(id) ?? {}, row]);
        soFar.set(id, cell === undefined ? {} : { [inside]: cell });
        return withCell(row, aggregate.output, cell);
      }),
    };
  };
});

/** The words before BY, and the fields after it. */
export function splitAtBy(
  command: string,
  words: readonly Word[],
): { before: readonly Word[]; by: string[] } {
  const at = words.findIndex(({ text, isQuoted }) => !isQuoted && /^by$/i.test(text));
  if (at < 0) return { before: words, by: [] };
  return { before: words.slice(0, at), by: fieldNames(command, words.slice(at + 1)) };
}

/** Rows by the combinations of these fields' values. */
export function groupsOf(rows: readonly Row[], by: readonly string[]): { keys: string[]; rows: Row[] }[] {
  const groups = new Map<string, { keys: string[]; rows: Row[] }>();
  for (const row of rows) {
    const combinations = by.reduce<string[][]>(
      (all, field) => all.flatMap((keys) => valuesOf(row[field]).map((value) => [...keys, value])),
      [[]],
    );
    for (const keys of combinations) {
      const id = JSON.stringify(keys);
      const group = groups.get(id);
      if (group) group.rows.push(row);
      else groups.set(id, { keys, rows: [row] });
    }
  }
  return [...groups.values()];
}
