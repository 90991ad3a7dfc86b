import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Row } from '../../../../src/protocol/rows.ts';
import { type Command, later, SearchFailed } from './context.ts';
import { lookupNamed } from './lookups.ts';
import { type Cell, cellOf, type Results, textOf, valuesOf, withCell } from './results.ts';
import { fieldName, parseWords, type Word } from './words.ts';

/** A field of the lookup and the row's field for it. */
type Pair = readonly [theirs: string, ours: string];

/** Adds fields of the lookup's rows whose other fields are the same, letter for letter; of several rows, all values. */
export const lookup: Command = later((args, context, { name }) => {
  // With local=true it runs on the search head, where this one always does.
  const [table, ...words] = parseWords(name, args, { local: 'boolean' }).words;
  if (!table) throw new Error('lookup needs the name of a lookup.');
  const at = words.findIndex(({ text, isQuoted }) => !isQuoted && /^(OUTPUT|OUTPUTNEW)$/i.test(text));
  const keepsOld = /^OUTPUTNEW$/i.test(words[at]?.text ?? '');
  const inputs = pairsOf(at < 0 ? words : words.slice(0, at));
  const listed = at < 0 ? undefined : pairsOf(words.slice(at + 1));
  const { read, maxMatches, networkField, fields: known } = lookupNamed(table.text, context);
  return ({ rows, fields }) => {
    const found = read();
    if (typeof found === 'string') throw new SearchFailed(`Error in 'lookup' command: ${found}`);
    const outputs = listed ?? restOf(found, inputs);
    const missing = [...inputs, ...outputs].find(
      ([theirs]) => found.rows.length > 0 && !(known ?? found.fields).includes(theirs),
    );
    if (missing) throw new Error(`The lookup ${table.text} has no field ${missing[0]}.`);
    const find =
      networkField === undefined
        ? exactly(found.rows, inputs, maxMatches)
        : inNetworks(found.rows, inputs, networkField, maxMatches);
    const made = rows.map((row) => {
      if (keepsOld && isFilled(row, outputs)) return row;
      const matches = find(row);
      return outputs.reduce(
        (result, [theirs, ours]) =>
          filled(
            result,
            ours,
            matches.flatMap((match) => valuesOf(match[theirs])),
          ),
        row,
      );
    });
    return { fields: [...new Set([...fields, ...outputs.map(([, ours]) => ours)])], rows: made };
  };
});

function pairsOf(words: readonly Word[]): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const theirs = fieldName('lookup', words[at] ?? { text: '', isQuoted: false });
    const renamed = /^as$/i.test(words[at + 1]?.text ?? '') ? words[at + 2] : undefined;
    pairs.push([theirs, renamed ? fieldName('lookup', renamed) : theirs]);
    if (renamed) at += 2;
  }
  if (pairs.length === 0) throw new Error('lookup needs the name of a field.');
  return pairs;
}

/** Without OUTPUT, all fields that are not looked up by. */
function restOf({ fields }: Results, inputs: readonly Pair[]): Pair[] {
  return fields
    .filter((field) => !inputs.some(([theirs]) => theirs === field))
    .map((field) => [field, field]);
}

function exactly(
  rows: readonly Row[],
  inputs: readonly Pair[],
  maxMatches: number,
): (row: Row) => readonly Row[] {
  const index = indexOf(rows, inputs, maxMatches);
  return (row) => {
    const key = keyOf(
      row,
      inputs.map(([, ours]) => ours),
    );
    return key === undefined ? [] : (index.get(key) ?? []);
  };
}

/** Rows whose network has the address. A cell that is no network has none. */
function inNetworks(
  rows: readonly Row[],
  inputs: readonly Pair[],
  field: string,
  maxMatches: number,
): (row: Row) => readonly Row[] {
  const [[theirs, ours] = ['', ''], more] = inputs;
  if (theirs !== field || more) throw new Error(`A lookup by networks takes ${field} alone.`);
  const networks = rows.map((row) => ({ row, has: networkTest(textOf(row[field]) ?? '') }));
  return (row) => {
    const cell = row[ours];
    if (typeof cell === 'object') throw new Error('A lookup by networks of several values is not supported.');
    return cell === undefined
      ? []
      : networks.flatMap((one) => (one.has(cell) ? [one.row] : [])).slice(0, maxMatches);
  };
}

function networkTest(text: string): (address: string) => boolean {
  const [, start = '', length] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = familyOf(start);
  if (family === undefined || Number(length) > (family === 'ipv4' ? 32 : 128)) return () => false;
  const list = new BlockList();
  list.addSubnet(start, Number(length), family);
  return (address) => familyOf(address) === family && list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  return isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
}

function indexOf(rows: readonly Row[], inputs: readonly Pair[], maxMatches: number): Map<string, Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(
      row,
      inputs.map(([theirs]) => theirs),
    );
    if (key === undefined) continue;
    const known = index.get(key);
    if (!known) index.set(key, [row]);
    else if (known.length < maxMatches) known.push(row);
  }
  return index;
}

function keyOf(row: Row, fields: readonly string[]): string | undefined {
  const cells = fields.map((field) => row[field]);
  if (cells.some((cell) => typeof cell === 'object')) {
    throw new Error(`lookup by a field with several values is not supported: ${fields.join(', ')}`);
  }
  return cells.includes(undefined) ? undefined : JSON.stringify(cells);
}

function isFilled(row: Row, outputs: readonly Pair[]): boolean {
  const there = outputs.filter(([, ours]) => row[ours] !== undefined).length;
  if (there > 0 && there < outputs.length)
    throw new Error('OUTPUTNEW where only some of the fields are there is not supported.');
  return there > 0;
}

/** What becomes of a value that is there when the lookup has none is not documented. */
function filled(row: Row, field: string, values: readonly string[]): Row {
  const cell: Cell = cellOf(values);
  if (cell === undefined && row[field] !== undefined) {
    throw new Error(`lookup has nothing for ${field}, which is there already: that is not supported.`);
  }
  return cell === undefined ? row : withCell(row, field, cell);
}
