/** Keys of a stanza with their values. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** A generated .conf file. @param source where what it is made from stands */
export function conf(source: string, stanzas: readonly string[]): string {
  return `# Generated from ${source} by build.mjs.\n\n${stanzas.join('\n')}`;
}

/** A stanza of a .conf file; a value of several lines is continued, a blank one leaves no space at the end. */
export function stanza(name: string, settings: Settings): string {
  const lines = Object.entries(settings).map(([key, value]) =>
    `${key} = ${String(value).replaceAll('\n', ' \\\n')}`.trimEnd(),
  );
  return `[${name}]\n${lines.join('\n')}\n`;
}
