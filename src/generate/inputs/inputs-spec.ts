import { inputOptions, SCHEME } from '../../inputs/scheme.ts';
import type { Option } from '../../protocol/options.ts';

/** Generates inputs.conf.spec, without the settings that Splunk defines for every input. */
export function inputsSpec(): string {
  const settings = Object.entries<Option<unknown>>(inputOptions).map(
    ([name, { hint, text, default: otherwise }]) =>
      `${name} = ${hint}\n* ${text}\n* Default: ${otherwise === undefined ? 'empty' : JSON.stringify(otherwise).replaceAll('"', '')}\n`,
  );
  return `# Generated from src/inputs by build.mjs.

[${SCHEME}://<name>]
* Keeps an index up to date with what a MISP instance has. "index" and "interval" (seconds, or a cron schedule) are
  Splunk's own settings.

${settings.join('\n')}`;
}
