/** Removes duplicates. MISP treats tags that differ only in letter case as the same; the first spelling stays. */
export function distinctTags(tags: readonly string[]): readonly string[] {
  const byLowerCase = new Map<string, string>();
  for (const tag of tags) if (!byLowerCase.has(tag.toLowerCase())) byLowerCase.set(tag.toLowerCase(), tag);
  return [...byLowerCase.values()];
}

/** The tags that are not among `others`, whatever their letter case. */
export function tagsNotIn(tags: readonly string[], others: readonly string[]): readonly string[] {
  const excluded = new Set(others.map((tag) => tag.toLowerCase()));
  return tags.filter((tag) => !excluded.has(tag.toLowerCase()));
}
