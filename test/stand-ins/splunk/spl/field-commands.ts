import type { Row } from '../../../../src/protocol/rows.ts';
import { type Command, later } from './context.ts';
import { type Cell, withCell } from './results.ts';
import { fieldName, fieldNames, parseWords, type Word } from './words.ts';

/** Exactly these fields in this order; those that no row has are columns of nulls. */
export const table: Command = later((args, _context, { name }) => {
  const fields = fieldNames(name, parseWords(name, args, {}).words);
  if (new Set(fields).size < fields.length) throw new Error('table has a field twice.');
  return ({ rows }) => ({ fields, rows: rows.map((row) => only(row, fields)) });
});

/** Fields that begin with _ go only when they are named, to be taken away. */
export const fields: Command = later((args, _context, { name }) => {
  const [, sign = '+', list = ''] = /^([+-])?([^]*)$/.exec(args) ?? [];
  const { words } = parseWords(name, list, {});
  if (words.length === 0) throw new Error('fields needs the name of a field.');
  const patterns = words.map((word) => patternOf(name, word));
  return ({ rows, fields: columns }) => {
    const named = patterns.flatMap((pattern) => columns.filter((column) => pattern.test(column)));
    const kept =
      sign === '-'
        ? columns.filter((column) => !named.includes(column))
        : [...new Set([...named, ...columns.filter((column) => column.startsWith('_'))])];
    return { fields: kept, rows: rows.map((row) => only(row, kept)) };
  };
});

/** A field that takes the name of another takes its place; in rows that lack it, the other becomes a null. */
export const rename: Command = later((args, _context, { name }) => {
  const { words } = parseWords(name, args, {});
  const pairs: [string, string][] = [];
  for (let at = 0; at < words.length; at += 3) {
    const [from, as, to] = words.slice(at, at + 3);
    if (!from || !to || !/^as$/i.test(as?.text ?? '')) throw new Error(`rename takes "a AS b", not: ${args}`);
    if (from.text !== to.text) pairs.push([fieldName(name, from), fieldName(name, to)]);
  }
  if (words.length === 0) throw new Error('rename needs the name of a field.');
  return (results) =>
    pairs.reduce(
      ({ fields: columns, rows }, [from, to]) => ({
        fields: columns.includes(from)
          ? columns.filter((column) => column !== to).map((column) => (column === from ? to : column))
          : columns,
        rows: rows.map((row) => withCell(withCell(row, to, row[from]), from, undefined)),
      }),
      results,
    );
});

/** Puts a value, 0 if none is given, in place of nulls: in these fields, or in all columns. */
export const fillnull: Command = later((args, _context, { name }) => {
  const { options, words } = parseWords(name, args, { value: 'text' });
  const value = options.value ?? '0';
  const named = words.length > 0 ? fieldNames(name, words) : undefined;
  return ({ rows, fields: columns }) => {
    const filled = named ?? columns;
    return {
      fields: [...new Set([...columns, ...filled])],
      rows: rows.map((row) => ({
        ...row,
        ...Object.fromEntries(filled.map((field) => [field, row[field] ?? value])),
      })),
    };
  };
});

function only(row: Row, names: readonly string[]): Row {
  const kept: Row = {};
  for (const name of names) {
    const cell: Cell = row[name];
    if (cell !== undefined) kept[name] = cell;
  }
  return kept;
}

function patternOf(command: string, word: Word): RegExp {
  const parts = word.text
    .split('*')
    .map((part) => (part === '' ? '' : fieldName(command, { ...word, text: part })));
  return new RegExp(`^${parts.map((part) => part.replace(/[^\w\s]/g, String.raw`\$&`)).join('.*')}$`, 's');
}
