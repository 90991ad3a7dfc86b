/**
 * Splits a list at its commas, except within quotation marks. Quotation marks around a whole value are removed
 * (`"Acme, Inc."`, `!"Acme, Inc."`), where a doubled one means one; others belong to the value
 * (`misp-galaxy:tool="A, B"`). A single quotation mark is an ordinary character. Blank values are dropped.
 */
export function splitList(text: string): string[] {
  return Array.from(text.matchAll(LIST_VALUE), ([value]) => unquoted(value.trim())).filter(
    (value) => value !== '' && value !== '!',
  );
}

/** Text up to a comma or the end of a line. A quotation mark extends it to the next quotation mark, if there is one. */
const LIST_VALUE = /(?:"[^"]*"|[^,"\n]|"(?=[^"]*$))+/g;

function unquoted(value: string): string {
  const [, negation = '', inner] = /^(!?)"((?:[^"]|"")*)"$/.exec(value) ?? [];
  return inner === undefined ? value : negation + inner.replaceAll('""', '"').trim();
}

/** Writes a list that `splitList` reads back: values with commas or quotation marks around them are quoted. */
export function joinList(values: readonly string[]): string {
  return values.map((value) => (splitList(value).join('\n') === value ? value : quoted(value))).join(',');
}

function quoted(value: string): string {
  const [, negation = '', rest = ''] = /^(!?)(.*)$/s.exec(value) ?? [];
  return `${negation}"${rest.replaceAll('"', '""')}"`;
}
