/**
 * What finds a value that MISP takes for a pattern, the narrowest first: a value is one when it starts or ends with `%`.
 * In a pattern, `%` stands for any text and `_` for one character, unless a `\` goes before them. What is found must be
 * compared with the value. Source: MISP 2.5 asked, and its `generic_add_filter`.
 */
export interface LiteralPattern {
  readonly sent: string;
  /** It finds nothing but the value. */
  readonly isExact: boolean;
  /** To be tried where this one finds too much. */
  readonly other?: LiteralPattern;
}

/** Undefined for a value that MISP takes as it is. */
export function literalPattern(value: string): LiteralPattern | undefined {
  const literal = value.replace(/[\\%_]/g, '\\$&');
  // The `%` at the end makes it a pattern, and is none in it.
  if (value.endsWith('%')) return { sent: literal, isExact: true };
  if (!value.startsWith('%')) return undefined;
  return { sent: `${literal}%`, isExact: false, other: { sent: `%${literal}`, isExact: false } };
}
