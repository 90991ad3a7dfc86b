import type { AnyCommand } from '../protocol/command.ts';
import type { Option } from '../protocol/options.ts';

type Declared = AnyCommand<never>;

/** Inserts the table of options of each command between `<!-- options:NAME -->` and `<!-- end -->`. */
export function optionTables(markdown: string, commands: readonly Declared[]): string {
  return commands.reduce((text, command) => {
    const place = new RegExp(`(<!-- options:${command.name} -->\n)[^]*?(<!-- end -->)`, 'g');
    return text.replace(place, (_whole, start: string, end: string) => `${start}\n${table(command)}\n${end}`);
  }, markdown);
}

function table(command: Declared): string {
  const rows = Object.entries(command.options as Record<string, Option<unknown>>).map(
    ([name, option]) =>
      `| \`${name}\` | ${code(option.hint)} | ${defaultOf(option)} | ${option.text.replaceAll('|', '\\|')} |`,
  );
  return ['| Option | Value | Default | What it does |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function defaultOf(option: Option<unknown>): string {
  if (option.required === true) return 'required';
  const text = JSON.stringify(option.default ?? '').replaceAll(/[[\]"]/g, '');
  return text === '' ? '' : code(text);
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
