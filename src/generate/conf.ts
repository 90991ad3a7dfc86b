/** Keys of a stanza with their values. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** A generated .conf file. @param source the source of its content, for the header */
export function conf(source: string, stanzas: readonly string[]): string {
  return `# Generated from ${source} by build.mjs.\n\n${stanzas.join('\n')}`;
}

/** A stanza of a .conf file. Line breaks in a value become continuation lines. */
export function stanza(name: string, settings: Settings): string {
  const lines = Object.entries(settings).map(([key, value]) =>
    `${key} = ${String(value).replaceAll('\n', ' \\\n')}`.trimEnd(),
  );
  return `[${name}]\n${lines.join('\n')}\n`;
}
