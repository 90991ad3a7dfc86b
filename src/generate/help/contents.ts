/** A page of the documentation, as docs/README.md lists it. */
export interface Entry {
  /** Its file in docs. */
  readonly page: string;
  readonly title: string;
  /** What is in it, in plain text. */
  readonly text: string;
}

const ROW = /^\| \[([^\]]+)\]\(([^)]+)\) \| (.+) \|$/gm;

/**
 * The rows of the table in docs/README.md that are about these pages.
 * @throws Error if a page has no row
 */
export function contentsOf(readme: string, pages: readonly string[]): readonly Entry[] {
  const entries = Array.from(readme.matchAll(ROW), ([, title = '', page = '', text = '']) => ({
    page,
    title,
    text,
  })).filter(({ page }) => pages.includes(page));
  const missing = pages.filter((page) => !entries.some((entry) => entry.page === page));
  if (missing.length > 0) throw new Error(`docs/README.md does not list ${missing.join(', ')}.`);
  return entries;
}
