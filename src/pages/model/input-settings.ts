import { inputOptions } from '../../inputs/scheme.ts';
import { type Option, OptionError } from '../../protocol/options.ts';

type Values = Readonly<Record<string, string>>;

/** Splunk's settings of every input in the form: default, pattern, and error message. */
const SPLUNK_SETTINGS: Readonly<Record<string, readonly [string, RegExp, string]>> = {
  interval: [
    '300',
    /^([1-9]\d*|(\S+\s+){4}\S+)$/,
    'must be a number of seconds, or a cron schedule of five fields, like */5 * * * *',
  ],
  index: [
    'default',
    /^[a-z0-9_][a-z0-9_-]*$/,
    'must be the name of an index: lower-case letters, digits, _ and -',
  ],
};

const OPTIONS = Object.entries<Option<unknown>>(inputOptions);

/** The settings of a stanza `[misp://<name>]` with their defaults as text. */
export const INPUT_DEFAULTS: Values = {
  ...Object.fromEntries(OPTIONS.map(([name, option]) => [name, textOf(option.default)])),
  ...Object.fromEntries(
    Object.entries(SPLUNK_SETTINGS).map(([name, [defaultValue]]) => [name, defaultValue]),
  ),
};

/** Validates settings. Returns error messages by setting, as the end of "<label> …". An empty setting is not set. */
export function validateInput(values: Values): Values {
  const definedSettings = Object.entries(values).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(
    definedSettings.flatMap(([name, value]) => {
      const error = validateSetting(name, value.trim());
      return error === undefined ? [] : [[name, error]];
    }),
  );
}

function validateSetting(name: string, value: string): string | undefined {
  const splunkSetting = SPLUNK_SETTINGS[name];
  if (splunkSetting) return splunkSetting[1].test(value) ? undefined : splunkSetting[2];
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
