/** V8 copies shorter substrings. A longer one references the text that it is a part of. */
const MIN_SLICED_LENGTH = 13;

/** A copy of a substring that does not keep the whole text in memory. */
export function detached(text: string): string {
  return text.length < MIN_SLICED_LENGTH ? text : ` ${text}`.slice(1);
}
