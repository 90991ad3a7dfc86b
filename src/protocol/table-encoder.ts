import { replaceAllInPieces } from '../common/replace-all.ts';
import { ByteWriter, ShortBytes, writePlain } from './bytes.ts';
import { cell, encodeMultivalue, MULTIVALUE_PREFIX } from './rows.ts';
import { type Cell, type Scalar, scalarText, type Table } from './table.ts';

/**
 * Encodes tables as CSV bodies of frames. A field with several values in some row gets a second column `__mv_<field>`
 * (`$a$;$b$`, with `$` doubled inside). Its own column then has the values joined by newlines, as in Splunk's Python SDK.
 * A list of one value is that value; an empty list is a null.
 *
 * It writes bytes itself, since joining a hundred short strings for each row takes three times as long. It reuses its
 * buffers, since a new megabyte for each frame would dominate the memory of the program.
 */
export class TableEncoder {
  readonly #out = new ByteWriter(1 << 16);
  readonly #json = new ByteWriter(1 << 12);

  /** @returns bytes that are valid until the next call @throws TooManyBytesError */
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
    const multivalue = multivalueColumns(table);
    const keys = columns.map(encodedKey);
    const ending = Buffer.from(`${constants.map(([, value]) => `,${cell(value)}`).join('')}\n`);
    const hasOneCell = columns.length + constants.length === 1 && !raw && !multivalue[0];
    out.text(headerOf(columns, multivalue, constants, raw?.field));
    for (const row of rows) {
      const start = out.length;
      const longTexts: number[] = [];
      this.#json.clear();
      for (let index = 0; index < columns.length; index += 1) {
        const value = row[index];
        if (index > 0) this.#comma();
        const isLong = typeof value === 'string' && value.length > LONG_TEXT;
        if (isLong) longTexts.push(index);
        this.#cell(value, raw && index >= raw.from && !isLong ? keys[index] : undefined);
        if (multivalue[index])
          out.text(isMultivalue(value) ? `,${cell(encodeMultivalue(value.map(scalarText)))}` : ',');
      }
      if (raw) {
        this.#json.bytes(members);
        for (const index of longTexts) this.#member(row[index], index >= raw.from ? keys[index] : undefined);
        out.bytes(RAW_START);
        // Skip the comma before the first member.
        out.bytes(this.#json.buffer, 1, Math.max(1, this.#json.length));
        out.bytes(RAW_END);
      }
      // CSV readers skip a blank line, so a single empty cell must be quoted.
      if (hasOneCell && out.length === start) out.text('""');
      out.bytes(ending);
    }
    return out.buffer.subarray(0, out.length);
  }

  #comma(): void {
    const out = this.#out;
    out.reserve(1);
    out.buffer[out.length++] = COMMA;
  }

  /** Writes a value as a cell and, with a key, as a member of the JSON. */
  #cell(value: Cell, key: EncodedKey | undefined): void {
    if (value === undefined) return;
    const out = this.#out;
    const json = this.#json;
    if (key) json.reserve(key.room);
    if (value === null) {
      if (key) key.beforeNull.writeTo(json);
    } else if (typeof value === 'string') {
      this.#text(value, key);
    } else if (typeof value === 'object') {
      this.#quoted(value, key);
    } else {
      const text = scalarText(value);
      out.reserve(text.length);
      writePlain(text, out, undefined);
      if (!key) return;
      key.before.writeTo(json);
      writePlain(typeof value === 'number' ? text : String(value), json, undefined);
    }
  }

  #text(value: string, key: EncodedKey | undefined): void {
    const out = this.#out;
    const json = this.#json;
    out.reserve(value.length);
    if (!key) {
      if (!writePlain(value, out, undefined)) this.#quoted(value, key);
      return;
    }
    const start = json.length;
    json.reserve(key.room + value.length);
    key.beforeText.writeTo(json);
    if (writePlain(value, out, json)) {
      json.buffer[json.length++] = QUOTE;
      json.buffer[json.length++] = QUOTE;
    } else {
      json.length = start;
      this.#quoted(value, key);
    }
  }

  #quoted(value: string | readonly Scalar[], key: EncodedKey | undefined): void {
    this.#out.text(cell(textOf(value)));
    this.#member(value, key);
  }

  #member(value: Cell, key: EncodedKey | undefined): void {
    if (!key) return;
    this.#json.reserve(key.room);
    key.before.writeTo(this.#json);
    this.#json.text(doubled(JSON.stringify(value)));
  }
}

/**
 * Longer texts are written at the end of a row's JSON. Splunk extracts fields from the first 5,000 bytes only
 * (limits.conf, `extraction_cutoff`), so a long text must not push short ones beyond them.
 */
export const LONG_TEXT = 500;

const RAW_START = Buffer.from(',"{');
const RAW_END = Buffer.from('}"');
const COMMA = 0x2c;
const QUOTE = 0x22;
/** Maximum length of a number or boolean. */
const SCALAR_BYTES = 32;

/** The name of a member of JSON within CSV, alone, with the quotation marks of a text, and with null. */
interface EncodedKey {
  readonly before: ShortBytes;
  readonly beforeText: ShortBytes;
  readonly beforeNull: ShortBytes;
  /** Bytes that the member needs, with a number, boolean or null. */
  readonly room: number;
}

function memberOf([name, value]: readonly [string, string]): string {
  return doubled(`,${JSON.stringify(name)}:${JSON.stringify(value)}`);
}

function encodedKey(name: string): EncodedKey {
  const before = `,${doubled(JSON.stringify(name))}:`;
  const room = Buffer.byteLength(before) + SCALAR_BYTES;
  return {
    before: new ShortBytes(before),
    beforeText: new ShortBytes(`${before}""`),
    beforeNull: new ShortBytes(`${before}null`),
    room,
  };
}

function headerOf(
  columns: readonly string[],
  multivalue: readonly boolean[],
  constants: readonly (readonly [string, string])[],
  raw: string | undefined,
): string {
  const names = columns.flatMap((name, index) =>
    multivalue[index] ? [name, MULTIVALUE_PREFIX + name] : [name],
  );
  if (raw !== undefined) names.push(raw);
  return `${[...names, ...constants.map(([name]) => name)].map(cell).join(',')}\n`;
}

/** For each column, whether it has several values in a row. */
function multivalueColumns({ columns, rows }: Table): readonly boolean[] {
  const multivalue = columns.map(() => false);
  for (const row of rows) {
    for (let index = 0; index < row.length; index += 1) {
      if (typeof row[index] === 'object' && isMultivalue(row[index])) multivalue[index] = true;
    }
  }
  return multivalue;
}

function isMultivalue(value: Cell): value is readonly Scalar[] {
  return typeof value === 'object' && value !== null && value.length > 1;
}

function textOf(value: string | readonly Scalar[]): string {
  return typeof value === 'string' ? value : value.map(scalarText).join('\n');
}

function doubled(text: string): string {
  return replaceAllInPieces(text, '"', '""');
}
