/** V8 copies shorter pieces of a text; a longer one refers to the text that it is a piece of. */
const MIN_REFERRING = 13;

/** The same text, without what it is a piece of: a value that is kept would keep a page of MISP's in memory. */
export function detached(text: string): string {
  return text.length < MIN_REFERRING ? text : ` ${text}`.slice(1);
}
