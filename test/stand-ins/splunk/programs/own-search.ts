/** A search of one command of ours, cut up as splunkd does it for getinfo. */
export interface ParsedSearch {
  readonly command: string;
  /** Unquoted. */
  readonly args: readonly string[];
  /** As typed. */
  readonly rawArgs: readonly string[];
}

export function parseSearch(search: string): ParsedSearch {
  const text = search.replace(/^\s*\|?\s*/, '');
  const [command = '', ...rawArgs] = text.match(/(?:[^\s"]|"(?:\\[^]|[^"\\])*")+/g) ?? [];
  return { command, rawArgs, args: rawArgs.map(unquote) };
}

/** Double quotes are left out; within them a backslash keeps a quote or a backslash. */
export function unquote(raw: string): string {
  return raw.replace(/"((?:\\[^]|[^"\\])*)"/g, (_whole, inside: string) =>
    inside.replace(/\\(["\\])/g, '$1'),
  );
}
