import { asciiExcept, ByteWriter, ShortBytes, writeAscii } from '../../protocol/bytes.ts';
import { LONG_TEXT } from '../../protocol/table-encoder.ts';
import type { Cell, Table } from '../../protocol/table.ts';
import type { EventMetadata } from '../../splunkd/event-stream.ts';
import { elements, escapeXml } from '../../splunkd/xml.ts';

/** Characters that need no escape in a string of JSON within XML. */
const PLAIN = asciiExcept('"\\&<>');
/** Characters of JSON that need no escape in XML. */
const PLAIN_JSON = asciiExcept('&<>');

const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => (code >= 0x30 && code <= 0x39 ? 1 : 0));

const START = new ShortBytes('<event unbroken="1"><time>');
const END = Buffer.from('</data><done /></event>\n');
const EMPTY_END = Buffer.from('"');
const QUOTE = 0x22;
const SPACE = 0x20;

/**
 * Encodes events of one sourcetype as XML for a modular input, in the form of Splunk's Python SDK. Each event is complete
 * (`unbroken`, with `<done />`), so that line breaking does not apply. Most texts need no escape and are written directly
 * to reused buffers: creating a string of a kilobyte for each event takes longer than everything else.
 */
export class EventEncoder {
  #bytes = new ByteWriter(1 << 16);
  #other = new ByteWriter(1 << 16);
  readonly #head: Buffer;

  constructor({ source, sourcetype, host }: EventMetadata) {
    const metadata = { source: escapeXml(source), sourcetype: escapeXml(sourcetype), host: escapeXml(host) };
    this.#head = Buffer.from(`.000</time>${elements(metadata)}<data>`);
  }

  /** Adds one event. @param time Unix seconds; an invalid one counts as 0 */
  add(time: string, json: string): void {
    const bytes = this.#bytes;
    this.#begin(time);
    bytes.text(escapeXml(json));
    bytes.bytes(END);
  }

  /**
   * Adds an event for each row, with the time in its first cell. The JSON is that of `_raw` of mispgetioc without nulls and
   * empty values, since an index has no empty fields. Long texts come last, as there.
   * @param requiredColumn is written even when it is empty
   */
  addRows({ columns, rows, raw }: Table, requiredColumn = ''): void {
    const bytes = this.#bytes;
    const keys = columns.map(encodedKey);
    const constants = JSON.stringify(raw?.constants ?? {}).slice(0, -1);
    const head = Buffer.concat([this.#head, Buffer.from(escapeXml(constants))]);
    const end = Buffer.concat([Buffer.from('}'), END]);
    const from = raw?.from ?? 0;
    const required = columns.indexOf(requiredColumn);
    const longTexts: number[] = [];
    for (const row of rows) {
      this.#begin(String(row[0]), head);
      const start = bytes.length;
      for (let index = from; index < row.length; index += 1) {
        const value = row[index];
        if (typeof value === 'string' && value.length > LONG_TEXT) longTexts.push(index);
        else if (value === '' && index === required) this.#emptyMember(keys[index]);
        else this.#member(keys[index], value);
      }
      for (const index of longTexts) this.#member(keys[index], row[index]);
      longTexts.length = 0;
      // Without a constant before it, the first member has no comma.
      if (constants === '{' && bytes.length > start) bytes.buffer[start] = SPACE;
      bytes.bytes(end);
    }
  }

  /** Bytes that `take` returns. */
  get length(): number {
    return this.#bytes.length;
  }

  /** Returns and removes the encoded events. The bytes are valid until the next `take`, even while events are added. */
  take(): Buffer {
    const { buffer, length } = this.#bytes;
    [this.#bytes, this.#other] = [this.#other, this.#bytes];
    this.#bytes.clear();
    return buffer.subarray(0, length);
  }

  #begin(time: string, head = this.#head): void {
    const bytes = this.#bytes;
    bytes.reserve(START.room + time.length + 1);
    START.writeTo(bytes);
    if (time === '' || !writeAscii(time, bytes, DIGITS)) writeAscii('0', bytes, DIGITS);
    bytes.bytes(head);
  }

  #emptyMember(key: EncodedKey | undefined): void {
    if (!key) return;
    this.#bytes.reserve(key.beforeText.room);
    key.beforeText.writeTo(this.#bytes);
    this.#bytes.bytes(EMPTY_END);
  }

  #member(key: EncodedKey | undefined, value: Cell): void {
    if (!key || value === undefined || value === null || value === '' || Number.isNaN(value)) return;
    const bytes = this.#bytes;
    if (typeof value === 'string') {
      bytes.reserve(key.beforeText.room + value.length + 1);
      const start = bytes.length;
      key.beforeText.writeTo(bytes);
      if (writeAscii(value, bytes, PLAIN)) {
        bytes.buffer[bytes.length++] = QUOTE;
        return;
      }
      bytes.length = start;
    }
    const json = JSON.stringify(value);
    bytes.reserve(key.before.room + json.length);
    key.before.writeTo(bytes);
    if (!writeAscii(json, bytes, PLAIN_JSON)) bytes.text(escapeXml(json));
  }
}

/** The name of a member of JSON within XML, alone and with the quotation mark of a text. */
interface EncodedKey {
  readonly before: ShortBytes;
  readonly beforeText: ShortBytes;
}

function encodedKey(name: string): EncodedKey {
  const before = `,${escapeXml(JSON.stringify(name))}:`;
  return { before: new ShortBytes(before), beforeText: new ShortBytes(`${before}"`) };
}
