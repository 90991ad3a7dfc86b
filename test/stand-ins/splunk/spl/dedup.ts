import { type Command, later } from './context.ts';
import { textOf } from './results.ts';
import { fieldNames, parseWords } from './words.ts';

/** Keeps the first row of each combination of values; rows that lack one of the fields are left out. */
export const dedup: Command = later((args, _context, { name }) => {
  const { words } = parseWords(name, args, {});
  const [first] = words;
  if (first && (/^\d+$/.test(first.text) || words.some(({ text }) => text === 'sortby'))) {
    throw new Error('dedup with a number of rows to keep or with sortby is not supported.');
  }
  const fields = fieldNames(name, words);
  return ({ rows, fields: columns }) => {
    const seen = new Set<string>();
    const kept = rows.filter((row) => {
      const values = fields.map((field) => textOf(row[field]));
      if (values.includes(undefined)) return false;
      const before = seen.size;
      seen.add(JSON.stringify(values));
      return seen.size > before;
    });
    return { fields: columns, rows: kept };
  };
});
