import { replacedAll } from '../common/replace-all.ts';

/** A longer text is gone through once for each of them, the ampersand first. */
const LONG_TEXT = 65_536;
/** Control characters and others that XML 1.0 does not know, not even escaped. */
const UNKNOWN = [...Array.from({ length: 0x20 }, (_, code) => code), 0xfffe, 0xffff].filter(
  (code) => !'\t\n\r'.includes(String.fromCharCode(code)),
);
/** They become what stands for them in JSON, which has escaped all but the last two by itself. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  ...Object.fromEntries(
    UNKNOWN.map((code) => [String.fromCharCode(code), `\\u${code.toString(16).padStart(4, '0')}`]),
  ),
};
const SPECIAL = /[&<>\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const ALL_SPECIAL = new RegExp(SPECIAL, 'g');

/** A text as XML has it, with `\u0007` for what XML cannot hold; of JSON, the same JSON. */
export function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  if (text.length > LONG_TEXT)
    return Object.entries(ESCAPES).reduce((done, [from, to]) => replacedAll(done, from, to), text);
  return text.replace(ALL_SPECIAL, (character) => ESCAPES[character] ?? '');
}

/** Elements by name: texts, or elements in them. */
export function elements(content: Readonly<Record<string, string | boolean>>): string {
  return Object.entries(content)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? value : String(value)}</${name}>`)
    .join('');
}
