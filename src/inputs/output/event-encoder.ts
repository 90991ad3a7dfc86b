import { Bytes, Few, plainBut, writeAscii } from '../../protocol/bytes.ts';
import { type Cell, LONG_TEXT, type Table } from '../../protocol/table.ts';
import type { EventMetadata } from '../../splunkd/event-stream.ts';
import { elements, escapeXml } from '../../splunkd/xml.ts';

/** What stands for itself in a text of JSON in XML, and in JSON in XML. */
const PLAIN = plainBut('"\\&<>');
const PLAIN_JSON = plainBut('&<>');

const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => (code >= 0x30 && code <= 0x39 ? 1 : 0));

const START = new Few('<event unbroken="1"><time>');
const END = Buffer.from('</data><done /></event>\n');
const BLANK_END = Buffer.from('"');
const QUOTE = 0x22;
const SPACE = 0x20;

/**
 * Events of one kind as splunkd takes them from a modular input, in the form of Splunk's Python SDK: each is whole
 * (`unbroken`, ended by `<done />`), so that no rule for breaking lines touches it. Most of what MISP has is plain; it is
 * written straight into buffers that are used again, since strings of a kilobyte an event cost more than all the rest.
 */
export class EventEncoder {
  #bytes = new Bytes(1 << 16);
  #other = new Bytes(1 << 16);
  readonly #head: Buffer;

  constructor({ source, sourcetype, host }: EventMetadata) {
    const metadata = { source: escapeXml(source), sourcetype: escapeXml(sourcetype), host: escapeXml(host) };
    this.#head = Buffer.from(`.000</time>${elements(metadata)}<data>`);
  }

  /** @param time Unix seconds; what is none counts as 0 */
  add(time: string, json: string): void {
    const bytes = this.#bytes;
    this.#begin(time);
    bytes.text(escapeXml(json));
    bytes.bytes(END);
  }

  /**
   * An event for each row, of the time in its first cell: what mispgetioc has as `_raw`, without nulls and blanks, since
   * in an index a field without a value is none. Long texts come last, as there.
   * @param always the column that is written although it is blank
   */
  addRows({ columns, rows, raw }: Table, always = ''): void {
    const bytes = this.#bytes;
    const keys = columns.map(keysOf);
    const constants = JSON.stringify(raw?.constants ?? {}).slice(0, -1);
    const head = Buffer.concat([this.#head, Buffer.from(escapeXml(constants))]);
    const end = Buffer.concat([Buffer.from('}'), END]);
    const from = raw?.from ?? 0;
    const blank = columns.indexOf(always);
    const late: number[] = [];
    for (const row of rows) {
      this.#begin(String(row[0]), head);
      const start = bytes.length;
      for (let index = from; index < row.length; index += 1) {
        const value = row[index];
        if (typeof value === 'string' && value.length > LONG_TEXT) late.push(index);
        else if (value === '' && index === blank) this.#blank(keys[index]);
        else this.#member(keys[index], value);
      }
      for (const index of late) this.#member(keys[index], row[index]);
      late.length = 0;
      // Without a constant before it, the first member has no comma.
      if (constants === '{' && bytes.length > start) bytes.buffer[start] = SPACE;
      bytes.bytes(end);
    }
  }

  /** Bytes since the last time. */
  get length(): number {
    return this.#bytes.length;
  }

  /** All since the last time; good until the next time, while more is added. */
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

  #blank(key: Keys | undefined): void {
    if (!key) return;
    this.#bytes.reserve(key.beforeText.room);
    key.beforeText.writeTo(this.#bytes);
    this.#bytes.bytes(BLANK_END);
  }

  #member(key: Keys | undefined, value: Cell): void {
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

/** A member's name in JSON, and with what begins a text. */
interface Keys {
  readonly before: Few;
  readonly beforeText: Few;
}

function keysOf(name: string): Keys {
  const before = `,${escapeXml(JSON.stringify(name))}:`;
  return { before: new Few(before), beforeText: new Few(`${before}"`) };
}
