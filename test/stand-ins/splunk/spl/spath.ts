import { jsonFields } from '../index/json-fields.ts';
import { type Command, later } from './context.ts';
import { textOf, withCell } from './results.ts';
import { fieldName, parseWords } from './words.ts';

/** Adds the members of the JSON object in a field, as fields. */
export const spath: Command = later((args, _context, { name }) => {
  const { options, words } = parseWords(name, args, { input: 'text' });
  if (options.input === undefined || words.length > 0)
    throw new Error('spath is supported with input= alone.');
  const input = fieldName(name, { text: options.input, isQuoted: false });
  return ({ rows, fields }) => {
    const made = rows.map((row) => ({ row, found: jsonFields(textOf(row[input]) ?? '') }));
    return {
      fields: [...new Set([...fields, ...made.flatMap(({ found }) => [...found.keys()])])],
      rows: made.map(({ row, found }) =>
        [...found].reduce((whole, [field, cell]) => withCell(whole, field, cell), row),
      ),
    };
  };
});
