const LIST = new Intl.ListFormat('en-GB');

/** Texts as a part of a sentence: `a`, `a and b`, `a, b and c`; above `max` texts `a, b and 5 more`. */
export function enumerate(texts: readonly string[], max = Infinity): string {
  if (texts.length <= max) return LIST.format(texts);
  return LIST.format([...texts.slice(0, max), `${texts.length - max} more`]);
}
