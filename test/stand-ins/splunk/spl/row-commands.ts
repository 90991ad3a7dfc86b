import type { Command } from './context.ts';
import { later } from './context.ts';
import { valuesOf } from './results.ts';
import { fieldNames, parseWords } from './words.ts';

/** The first rows; how many must be said. */
export const head: Command = later((args) => {
  if (!/^\d+$/.test(args)) throw new Error(`head takes a number of rows, not "${args}".`);
  return ({ rows, fields }) => ({ fields, rows: rows.slice(0, Number(args)) });
});

/** Rows of the time alone. */
export const makeresults: Command = (args, { now }, { name, isFirst }) => {
  const { options, words } = parseWords(name, args, { count: 'integer' });
  if (words[0]) throw new Error(`makeresults does not take "${words[0].text}".`);
  if (!isFirst) throw new Error('makeresults must be the first command.');
  return () => ({
    fields: ['_time'],
    rows: Array.from({ length: options.count ?? 1 }, () => ({ _time: String(now) })),
  });
};

/** A row for each of a field's values; those without any stay. */
export const mvexpand: Command = later((args, _context, { name }) => {
  const [field = '', more] = fieldNames(name, parseWords(name, args, {}).words);
  if (more !== undefined) throw new Error(`mvexpand takes one field, and not "${more}" too.`);
  return ({ rows, fields }) => ({
    fields,
    rows: rows.flatMap((row) =>
      typeof row[field] === 'object'
        ? valuesOf(row[field]).map((value) => ({ ...row, [field]: value }))
        : [row],
    ),
  });
});
