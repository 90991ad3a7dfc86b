/** The names in the value of a filter: those that it includes, and those that it excludes. */
export interface FilterNames {
  readonly included: readonly string[];
  readonly excluded: readonly string[];
}

/**
 * Reads the value of a filter such as `org` as MISP does: a text, in which `||` or else `&&` separates names; a list; or the
 * operators OR, AND and NOT. `!` excludes, but is part of the name below an operator. Blanks at the end do not count, as in
 * MISP's database. Source: `convert_filters` of MISP 2.5, and a request for each form.
 */
export function filterNames(value: unknown): FilterNames {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { OR, AND, NOT } = value as Readonly<Record<string, unknown>>;
    return { included: [...textsIn(OR), ...textsIn(AND)], excluded: textsIn(NOT) };
  }
  const names = textsIn(typeof value === 'string' ? separated(value.trim()) : value);
  return {
    included: names.filter((name) => !name.startsWith('!')),
    excluded: names.filter((name) => name.startsWith('!')).map((name) => name.slice(1)),
  };
}

/** All names, each once. */
export function allNames({ included, excluded }: FilterNames): readonly string[] {
  return [...new Set([...included, ...excluded])];
}

/** The names of several filters, each once. */
export function mergedNames(filters: readonly FilterNames[]): FilterNames {
  return {
    included: [...new Set(filters.flatMap(({ included }) => included))],
    excluded: [...new Set(filters.flatMap(({ excluded }) => excluded))],
  };
}

function separated(text: string): readonly string[] {
  return text.split(text.includes('||') ? '||' : '&&');
}

function textsIn(value: unknown): readonly string[] {
  return [value]
    .flat()
    .flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one).trimEnd()] : []))
    .filter((text) => text !== '');
}
