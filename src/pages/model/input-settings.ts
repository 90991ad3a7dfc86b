import { inputOptions } from '../../inputs/scheme.ts';
import { type Option, OptionError } from '../../protocol/options.ts';

type Values = Readonly<Record<string, string>>;

/** Splunk's own settings of every input, as far as the form has them: default, form, and what is wrong otherwise. */
const SPLUNKS: Readonly<Record<string, readonly [string, RegExp, string]>> = {
  interval: [
    '300',
    /^([1-9]\d*|(\S+\s+){4}\S+)$/,
    'is a number of seconds, or a cron schedule of five fields, like */5 * * * *',
  ],
  index: ['default', /^[a-z0-9_][a-z0-9_-]*$/, 'is the name of an index: small letters, digits, _ and -'],
};

const OPTIONS = Object.entries<Option<unknown>>(inputOptions);

/** Settings of a stanza `[misp://<name>]`, with their defaults as text. */
export const INPUT_DEFAULTS: Values = {
  ...Object.fromEntries(OPTIONS.map(([name, option]) => [name, textOf(option.default)])),
  ...Object.fromEntries(Object.entries(SPLUNKS).map(([name, [byDefault]]) => [name, byDefault])),
};

/** Setting to what is wrong with it, as in "<label> is …". A setting left empty is a setting not made. */
export function mistakesInInput(values: Values): Values {
  const made = Object.entries(values).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(
    made.flatMap(([name, value]) => {
      const mistake = mistakeIn(name, value.trim());
      return mistake === undefined ? [] : [[name, mistake]];
    }),
  );
}

function mistakeIn(name: string, value: string): string | undefined {
  const splunks = SPLUNKS[name];
  if (splunks) return splunks[1].test(value) ? undefined : splunks[2];
  const option = OPTIONS.find(([one]) => one === name)?.[1];
  try {
    option?.parse(value);
    return undefined;
  } catch (error) {
    if (error instanceof OptionError) return error.message;
    throw error;
  }
}

function textOf(byDefault: unknown): string {
  return typeof byDefault === 'string' || typeof byDefault === 'number' || typeof byDefault === 'boolean'
    ? String(byDefault)
    : '';
}
