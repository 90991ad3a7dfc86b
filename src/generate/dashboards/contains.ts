/**
 * An expression: a text has the text of a token in it, in whatever case; `*` is any text, and alone it is every text. `split` takes
 * its second text as it is, so that no sign of the token needs an escape; `like` does not know one for a backslash.
 */
export function contains(text: string, token: string): string {
  const wanted = `lower($${token}|s$)`;
  const pattern = `"%".replace(replace(${wanted}, "[\\\\\\\\]", "_"), "[*]+", "%")."%"`;
  return `($${token}|s$="*" OR mvcount(split(lower(${text}), ${wanted})) > 1 OR (match($${token}|s$, "[*]") AND like(lower(${text}), ${pattern})))`;
}

/** The same of any of several texts. */
export function anyContains(texts: readonly string[], token: string): string {
  return `(${texts.map((text) => contains(text, token)).join(' OR ')})`;
}
