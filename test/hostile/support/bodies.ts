import { gzipSync } from 'node:zlib';
import type { Answer } from './server.ts';
import { attributeOf } from './tame.ts';

export const MEGABYTE = 1024 * 1024;

/** A text of so many bytes, made of units. */
export function filled(bytes: number, unit: string | ((index: number) => string)): string {
  if (typeof unit === 'string') return unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));
  const units: string[] = [];
  for (let length = 0, index = 0; length < bytes; index += 1) {
    const text = unit(index);
    units.push(text);
    length += text.length;
  }
  return units.join('');
}

/** A list of so many bytes. */
export function listOf(bytes: number, element: string | ((index: number) => string)): string {
  const elements = typeof element === 'string' ? `${element},` : (index: number) => `${element(index)},`;
  return `[${filled(bytes, elements).slice(0, -1)}]`;
}

/** As the rows of attributes/restSearch. */
export function asRows(list: string): string {
  return `{"response": {"Attribute": ${list}}}`;
}

/** As the events of events/restSearch. */
export function asEvents(list: string): string {
  return `{"response": ${list}}`;
}

/** As a member that MISP does not have, of an attribute that is right. */
export function inRow(value: string): string {
  const row = JSON.stringify(attributeOf(1));
  return asRows(`[${row.slice(0, -1)},"more":${value}}]`);
}

/** As the text of a member of so many attributes. @param json the inside of a string of JSON */
export function asText(member: string, json: string, rows = 1): string {
  const texts = Array.from({ length: rows }, (_, row) =>
    JSON.stringify(attributeOf(row + 1, { [member]: 'PLACE' })).replace('PLACE', () => json),
  );
  return asRows(`[${texts.join(',')}]`);
}

/** Made once, as it is needed. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Of few rows, as MISP 2.5 counts. */
export const COUNTS = { 'X-Result-Count': '1', 'X-Skipped-Elements-Count': '0' };

/** An answer of such a body, packed: some kilobytes on the wire. */
export function packed(body: () => string, status = 200): () => Answer {
  return lazily(() => ({
    status,
    headers: { ...COUNTS, 'Content-Encoding': 'gzip' },
    body: gzipSync(body(), { level: 1 }),
  }));
}
