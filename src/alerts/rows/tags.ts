/** Each once, as it is written first: MISP takes tags that differ in letter case for the same. */
export function distinctTags(tags: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  for (const tag of tags) if (!known.has(tag.toLowerCase())) known.set(tag.toLowerCase(), tag);
  return [...known.values()];
}

/** Those that are not among the others. */
export function tagsBeside(tags: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map((tag) => tag.toLowerCase()));
  return tags.filter((tag) => !known.has(tag.toLowerCase()));
}
