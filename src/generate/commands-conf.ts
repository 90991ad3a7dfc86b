import type { AnyCommand } from '../protocol/command.ts';
import { conf, stanza } from './conf.ts';

type Declared = AnyCommand<never>;

/** All commands stay on the search head, where the secrets are; that is said by their answers to getinfo. */
export function commandsConf(commands: readonly Declared[]): string {
  return conf(
    'src/commands',
    commands.map(({ name, kind, isRisky = false }) =>
      stanza(name, {
        filename: `${name}.sh`,
        chunked: true,
        is_risky: isRisky,
        ...(kind === 'generating' && { generating: true }),
      }),
    ),
  );
}
