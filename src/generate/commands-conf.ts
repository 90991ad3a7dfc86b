import type { AnyCommand } from '../protocol/command.ts';

type Declared = AnyCommand<never>;

/** All commands stay on the search head, where the secrets are; that is said by their answers to getinfo. */
export function commandsConf(commands: readonly Declared[]): string {
  const stanzas = commands.map(
    ({ name, kind, isRisky = false }) => `[${name}]
filename = ${name}.sh
chunked = true
is_risky = ${isRisky}
${kind === 'generating' ? 'generating = true\n' : ''}`,
  );
  return `# Generated from src/commands by build.mjs.\n\n${stanzas.join('\n')}`;
}
