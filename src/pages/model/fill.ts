import { splitWords } from './search-words.ts';

/** A search to run: the name of its saved search, and its text, which may differ from the saved one. */
export interface SearchToRun {
  readonly name: string;
  readonly search: string;
}

/** The macros that say how far back a search looks, with the option `changed`. */
export const SOURCE_MACROS = ['misp_es_source', 'misp_indicators_source'] as const;

/** How far back the first run of a feed looks. Indicators leave after this time by default (macro misp_es_max_age). */
export const FILL_WINDOW = '90d';

/** Whether a search can be run over another time than its own. */
export function isFillable(search: string): boolean {
  return SOURCE_MACROS.some((name) => search.includes(`\`${name}\``));
}

/**
 * The same search over another time, for one run. The macro with the window of the scheduled runs stays as it is.
 *
 * @param macros definitions by name
 * @param window a value of the option `changed`, like 90d
 * @throws Error for a macro without that option
 */
export function withWindow(
  { name, search }: SearchToRun,
  macros: Readonly<Record<string, string>>,
  window: string,
): SearchToRun {
  const filled = SOURCE_MACROS.reduce((text, macro) => {
    const call = `\`${macro}\``;
    return text.includes(call)
      ? text.replaceAll(call, () => replacedWindow(macro, macros[macro] ?? '', window))
      : text;
  }, search);
  return { name, search: filled };
}

function replacedWindow(macro: string, definition: string, window: string): string {
  const words = splitWords(definition);
  if (!words.some(isWindow))
    throw new Error(
      `The macro ${macro} has no option changed, so its window cannot be replaced. Set it to changed=2d, or use Run now.`,
    );
  return words.map((word) => (isWindow(word) ? `changed=${window}` : word)).join(' ');
}

function isWindow(word: string): boolean {
  return /^changed=/i.test(word);
}
