import { replaceAllInPieces } from '../common/replace-all.ts';

/** In a longer text, one special character is replaced after the other, the ampersand first. */
const LONG_TEXT = 65_536;
/** Characters that XML 1.0 does not allow, not even escaped. */
const INVALID_CODES = [...Array.from({ length: 0x20 }, (_, code) => code), 0xfffe, 0xffff].filter(
  (code) => !'\t\n\r'.includes(String.fromCharCode(code)),
);
/** Invalid characters become JSON escapes. In JSON text only the last two occur. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  ...Object.fromEntries(
    INVALID_CODES.map((code) => [String.fromCharCode(code), `\\u${code.toString(16).padStart(4, '0')}`]),
  ),
};
const SPECIAL = /[&<>\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const SPECIAL_GLOBAL = new RegExp(SPECIAL, 'g');

/** Escapes a text for XML. Invalid characters become `\u0007` etc., which keeps JSON equivalent. */
export function escapeXml(text: string): string {
  if (!SPECIAL.test(text)) return text;
  if (text.length > LONG_TEXT)
    return Object.entries(ESCAPES).reduce((done, [from, to]) => replaceAllInPieces(done, from, to), text);
  return text.replace(SPECIAL_GLOBAL, (character) => ESCAPES[character] ?? '');
}

/** Writes elements by name. The content is escaped text, or elements. */
export function elements(content: Readonly<Record<string, string | boolean>>): string {
  return Object.entries(content)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? value : String(value)}</${name}>`)
    .join('');
}
