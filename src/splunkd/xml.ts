import { replacedAll } from '../replaced-all.ts';

/** What XML cannot hold as it is. JSON has escaped all other characters that XML does not know. */
const SPECIAL = /[&<>\ufffe\uffff]/;
/** A longer text is gone through once for each of them, the ampersand first. */
const LONG_TEXT = 65_536;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\ufffe': '\\ufffe',
  '\uffff': '\\uffff',
};

/** A text as XML has it; of JSON, the same JSON. */
export function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  if (text.length > LONG_TEXT)
    return Object.entries(ESCAPES).reduce((done, [from, to]) => replacedAll(done, from, to), text);
  return text.replace(/[&<>\ufffe\uffff]/g, (character) => ESCAPES[character] ?? '');
}

/** Elements by name: texts, or elements in them. */
export function elements(content: Readonly<Record<string, string | boolean>>): string {
  return Object.entries(content)
    .map(([name, value]) => `<${name}>${typeof value === 'string' ? value : String(value)}</${name}>`)
    .join('');
}
