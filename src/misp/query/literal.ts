/**
 * A pattern that finds a value which MISP would treat as a pattern: one that starts or ends with `%`. In a pattern `%`
 * matches any text and `_` one character, unless escaped with `\`. The results must be compared with the value.
 * Source: exchanges with MISP 2.5, and its `generic_add_filter`.
 */
export interface LiteralPattern {
  readonly sent: string;
  /** The pattern matches the value only. */
  readonly isExact: boolean;
  /** An alternative when this pattern matches too much. */
  readonly fallback?: LiteralPattern;
}

/** Undefined for a value that MISP does not treat as a pattern. */
export function literalPattern(value: string): LiteralPattern | undefined {
  const literal = value.replace(/[\\%_]/g, '\\$&');
  // The trailing `%` marks a pattern. Escaped, it matches itself.
  if (value.endsWith('%')) return { sent: literal, isExact: true };
  if (!value.startsWith('%')) return undefined;
  return { sent: `${literal}%`, isExact: false, fallback: { sent: `%${literal}`, isExact: false } };
}
