import type { AnyCommand } from '../protocol/command.ts';
import { conf, stanza } from './conf.ts';
import type { Platform } from './programs/platforms.ts';

type Declared = AnyCommand<never>;

/** Generates commands.conf. The getinfo replies of the commands keep them on the search head, where the secrets are. */
export function commandsConf(commands: readonly Declared[], { extension }: Platform): string {
  return conf(
    'src/commands',
    commands.map(({ name, kind, isRisky = false }) =>
      stanza(name, {
        filename: `${name}${extension}`,
        chunked: true,
        is_risky: isRisky,
        // Splunk before 9.0 would run a command for each preview, and mispsight would write each time.
        run_in_preview: false,
        ...(kind === 'generating' && { generating: true }),
      }),
    ),
  );
}
