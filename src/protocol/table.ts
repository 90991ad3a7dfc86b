import { replaceAllInPieces } from '../common/replace-all.ts';
import { Bytes, Few, writePlain } from './bytes.ts';
import { cell, encodeMultivalue, MULTIVALUE_PREFIX, type Row } from './rows.ts';

/**
 * Rows in the form in which they are written: cells by position. Rows as objects of forty fields are several times
 * slower to make and to write.
 */
export interface Table {
  /** Names of the fields, each once. */
  readonly columns: readonly string[];
  /** The cells of each row, in the order of `columns`; missing ones at the end are nulls. */
  readonly rows: CellRows;
  /** Fields that have the same value in every row. */
  readonly constants?: Readonly<Record<string, string>>;
  /** A field that holds the columns from `from` on as a JSON object, and `constants`, which are fields of every row too. */
  readonly raw?: {
    readonly field: string;
    readonly from: number;
    readonly constants: Readonly<Record<string, string>>;
  };
}

/** Rows to be gone through; an array of them is one. */
export interface CellRows extends Iterable<readonly Cell[]> {
  readonly length: number;
  slice(start?: number, end?: number): CellRows;
}

export type Scalar = string | number | boolean | null;

/** A list is a multivalue field; undefined is no cell at all, null one that JSON shows. Booleans are True and False. */
export type Cell = Scalar | undefined | readonly Scalar[];

/**
 * Writes tables as CSV bodies of frames. A field that has several values in some row gets a second column
 * `__mv_<field>` (`$a$;$b$`, `$` doubled inside), its own column then holds the values joined by newlines, as Splunk's
 * Python SDK writes them. A list of one value is that value; an empty list is a null.
 *
 * The heart of the protocol: it writes bytes itself, since joining a hundred small strings a row takes three times as
 * long, and keeps its buffers, since a megabyte a frame would be the program's memory.
 */
export class TableEncoder {
  readonly #out = new Bytes(1 << 16);
  readonly #json = new Bytes(1 << 12);

  /** The bytes are good until the next call. */
  encode(table: Table): Buffer {
    const { columns, rows, raw } = table;
    const out = this.#out;
    out.clear();
    const constants = Object.entries({ ...raw?.constants, ...table.constants });
    const members = Buffer.from(
      Object.entries(raw?.constants ?? {})
        .map(memberOf)
        .join(''),
    );
    if (rows.length === 0 || columns.length + constants.length === 0) return out.buffer.subarray(0, 0);
    const several = severalIn(table);
    const keys = columns.map(keysOf);
    const ending = Buffer.from(`${constants.map(([, value]) => `,${cell(value)}`).join('')}\n`);
    const isOnly = columns.length + constants.length === 1 && !raw && !several[0];
    out.text(headerOf(columns, several, constants, raw?.field));
    for (const row of rows) {
      const start = out.length;
      const late: number[] = [];
      this.#json.clear();
      for (let index = 0; index < columns.length; index += 1) {
        const value = row[index];
        if (index > 0) this.#comma();
        const isLong = typeof value === 'string' && value.length > LONG_TEXT;
        if (isLong) late.push(index);
        this.#cell(value, raw && index >= raw.from && !isLong ? keys[index] : undefined);
        if (several[index])
          out.text(isSeveral(value) ? `,${cell(encodeMultivalue(value.map(scalarText)))}` : ',');
      }
      if (raw) {
        this.#json.bytes(members);
        for (const index of late) this.#member(row[index], index >= raw.from ? keys[index] : undefined);
        out.bytes(RAW_START);
        // All but the comma before the first member.
        out.bytes(this.#json.buffer, 1, Math.max(1, this.#json.length));
        out.bytes(RAW_END);
      }
      // A blank line is no row to a CSV reader: one empty cell must be written as "".
      if (isOnly && out.length === start) out.text('""');
      out.bytes(ending);
    }
    return out.buffer.subarray(0, out.length);
  }

  #comma(): void {
    const out = this.#out;
    out.reserve(1);
    out.buffer[out.length++] = COMMA;
  }

  /** A value as a cell, and as a member of the JSON when it has keys. */
  #cell(value: Cell, keys: Keys | undefined): void {
    if (value === undefined) return;
    const out = this.#out;
    const json = this.#json;
    if (keys) json.reserve(keys.room);
    if (value === null) {
      if (keys) keys.beforeNull.writeTo(json);
    } else if (typeof value === 'string') {
      this.#text(value, keys);
    } else if (typeof value === 'object') {
      this.#quoted(value, keys);
    } else {
      const text = scalarText(value);
      out.reserve(text.length);
      writePlain(text, out, undefined);
      if (!keys) return;
      keys.before.writeTo(json);
      writePlain(typeof value === 'number' ? text : String(value), json, undefined);
    }
  }

  #text(value: string, keys: Keys | undefined): void {
    const out = this.#out;
    const json = this.#json;
    out.reserve(value.length);
    if (!keys) {
      if (!writePlain(value, out, undefined)) this.#quoted(value, keys);
      return;
    }
    const start = json.length;
    json.reserve(keys.room + value.length);
    keys.beforeText.writeTo(json);
    if (writePlain(value, out, json)) {
      json.buffer[json.length++] = QUOTE;
      json.buffer[json.length++] = QUOTE;
    } else {
      json.length = start;
      this.#quoted(value, keys);
    }
  }

  #quoted(value: string | readonly Scalar[], keys: Keys | undefined): void {
    this.#out.text(cell(textOf(value)));
    this.#member(value, keys);
  }

  #member(value: Cell, keys: Keys | undefined): void {
    if (!keys) return;
    this.#json.reserve(keys.room);
    keys.before.writeTo(this.#json);
    this.#json.text(doubled(JSON.stringify(value)));
  }
}

/**
 * Longer texts go to the end of a row's JSON. Splunk extracts fields from the first 5,000 bytes only (limits.conf,
 * `extraction_cutoff`): what is long should not hide what is short.
 */
export const LONG_TEXT = 500;

const RAW_START = Buffer.from(',"{');
const RAW_END = Buffer.from('}"');
const COMMA = 0x2c;
const QUOTE = 0x22;
/** A number or a boolean has at most so many characters. */
const SCALAR_BYTES = 32;

/** A member's name in JSON in CSV, with what begins a text, and with null; and the room that a scalar of it needs. */
interface Keys {
  readonly before: Few;
  readonly beforeText: Few;
  readonly beforeNull: Few;
  readonly room: number;
}

function memberOf([name, value]: readonly [string, string]): string {
  return doubled(`,${JSON.stringify(name)}:${JSON.stringify(value)}`);
}

function keysOf(name: string): Keys {
  const before = `,${doubled(JSON.stringify(name))}:`;
  const room = Buffer.byteLength(before) + SCALAR_BYTES;
  return {
    before: new Few(before),
    beforeText: new Few(`${before}""`),
    beforeNull: new Few(`${before}null`),
    room,
  };
}

/** Rows as a table; the columns are the union of the fields of all rows, in order of appearance. */
export function tableOf(rows: readonly Row[]): Table {
  const names = new Set<string>();
  for (const row of rows) for (const field in row) names.add(field);
  const columns = [...names];
  return { columns, rows: new RowCells(rows, columns) };
}

/** The cells of rows, made while they are gone through: there may be many times as many as there are values. */
class RowCells implements CellRows {
  readonly #rows: readonly Row[];
  readonly #columns: readonly string[];

  constructor(rows: readonly Row[], columns: readonly string[]) {
    this.#rows = rows;
    this.#columns = columns;
  }

  get length(): number {
    return this.#rows.length;
  }

  slice(start?: number, end?: number): CellRows {
    return new RowCells(this.#rows.slice(start, end), this.#columns);
  }

  *[Symbol.iterator](): Iterator<readonly Cell[]> {
    // A row without a field of that name has no `constructor` and no `__proto__` either.
    for (const row of this.#rows)
      yield this.#columns.map((column) => (Object.hasOwn(row, column) ? row[column] : undefined));
  }
}

function headerOf(
  columns: readonly string[],
  several: readonly boolean[],
  constants: readonly (readonly [string, string])[],
  raw: string | undefined,
): string {
  const names = columns.flatMap((name, index) =>
    several[index] ? [name, MULTIVALUE_PREFIX + name] : [name],
  );
  if (raw !== undefined) names.push(raw);
  return `${[...names, ...constants.map(([name]) => name)].map(cell).join(',')}\n`;
}

/** For each column, whether a row has several values in it. */
function severalIn({ columns, rows }: Table): readonly boolean[] {
  const several = columns.map(() => false);
  for (const row of rows) {
    for (let index = 0; index < row.length; index += 1) {
      if (typeof row[index] === 'object' && isSeveral(row[index])) several[index] = true;
    }
  }
  return several;
}

function isSeveral(value: Cell): value is readonly Scalar[] {
  return typeof value === 'object' && value !== null && value.length > 1;
}

function textOf(value: string | readonly Scalar[]): string {
  return typeof value === 'string' ? value : value.map(scalarText).join('\n');
}

/** Booleans as searches written for the older apps expect them. */
export function scalarText(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}

function doubled(text: string): string {
  return replaceAllInPieces(text, '"', '""');
}
