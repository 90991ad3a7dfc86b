/** The macro by which the dashboards find the data. */
export const INDEX_MACRO = 'misp_index';

/** The setting that stands for Splunk's default index, usually main. */
export const SPLUNK_DEFAULT = 'default';

/** The index for a new input: the first that the macro names without wildcards. */
export function defaultIndex(definition: string): string {
  return indexesIn(definition).find((name) => !name.includes('*')) ?? SPLUNK_DEFAULT;
}

/** The indexes, with wildcards, that a definition names as index=a or index IN (a, b). */
export function indexesIn(definition: string): readonly string[] {
  const single = definition.matchAll(/\bindex\s*=\s*("[^"]*"|[^\s()]+)/gi);
  const lists = definition.matchAll(/\bindex\s+IN\s*\(([^)]*)\)/gi);
  return [
    ...Array.from(single, ([, name = '']) => name),
    ...Array.from(lists, ([, names = '']) => names.split(/[\s,]+/)).flat(),
  ]
    .map((name) => name.replaceAll('"', ''))
    .filter((name) => name !== '');
}

/** Whether the dashboards find an index. That of "default" has another name, which only `*` is sure to match. */
export function isCovered(index: string, definition: string): boolean {
  return indexesIn(definition).some((pattern) =>
    index === SPLUNK_DEFAULT
      ? pattern === '*'
      : new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(index),
  );
}

/** The definition with one more index, in parentheses, since searches go on after the macro. */
export function withIndex(definition: string, index: string): string {
  return definition === '' ? `index=${index}` : `(${unwrapped(definition)} OR index=${index})`;
}

function unwrapped(definition: string): string {
  const inner = /^\(([^()]*)\)$/.exec(definition)?.[1];
  if (inner !== undefined) return inner;
  return /^index\s*=\s*\S+$/i.test(definition) ? definition : `(${definition})`;
}
