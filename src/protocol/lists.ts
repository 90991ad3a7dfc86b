/**
 * The values of a list separated by commas. A comma between quotation marks separates nothing. Quotation marks around a
 * whole value are removed (`"Acme, Inc."`, `!"Acme, Inc."`), and two of them mean one there; others belong to the value
 * (`misp-galaxy:tool="A, B"`). A single quotation mark is an ordinary character. Blank values are dropped.
 */
export function splitList(text: string): string[] {
  return Array.from(text.matchAll(LIST_VALUE), ([value]) => unquoted(value.trim())).filter(
    (value) => value !== '' && value !== '!',
  );
}

/** Up to a comma or the end of a line; from a quotation mark on up to the next one, if there is one. */
const LIST_VALUE = /(?:"[^"]*"|[^,"\n]|"(?=[^"]*$))+/g;

function unquoted(value: string): string {
  const [, negation = '', inner] = /^(!?)"((?:[^"]|"")*)"$/.exec(value) ?? [];
  return inner === undefined ? value : negation + inner.replaceAll('""', '"').trim();
}
