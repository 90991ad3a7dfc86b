import type { AnyCommand } from '../protocol/command.ts';
import type { Option } from '../protocol/options.ts';

type Declared = AnyCommand<never>;

/** Generates searchbnf.conf, the help of the search bar. */
export function searchbnfConf(commands: readonly Declared[]): string {
  return `# Generated from src/commands by build.mjs.\n\n${commands.map(stanza).join('\n')}`;
}

function stanza(command: Declared): string {
  const options = Object.entries(command.options as Record<string, Option<unknown>>).filter(
    ([, option]) => option.deprecated !== true,
  );
  const usage = options.map(([name, option]) => {
    const one = `${name}=${option.hint}`;
    return option.required === true ? one : `(${one})?`;
  });
  const lines = [
    `[${command.name}-command]`,
    `syntax = ${command.name} ${usage.join(' ')}`,
    `shortdesc = ${command.summary}`,
    `description = ${command.description} \\`,
    ...options.map(
      ([name, option], index) => `${name}: ${option.text}${index < options.length - 1 ? ' \\' : ''}`,
    ),
    ...command.examples.flatMap(({ search, text }, index) => [
      `comment${index + 1} = ${text}`,
      `example${index + 1} = ${search}`,
    ]),
    'usage = public',
    'tags = misp threat intelligence indicator',
    '',
  ];
  return lines.join('\n');
}
