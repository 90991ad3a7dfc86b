import { cronMistake } from '../../common/cron.ts';
import { inputOptions } from '../../inputs/scheme.ts';
import { type Option, OptionError } from '../../protocol/options.ts';

type Values = Readonly<Record<string, string>>;

/** Shorter intervals would start a program more often than it can finish. */
const MIN_INTERVAL_SECONDS = 10;

/** Splunk's settings of every input in the form: default, and what is wrong with a value. */
const SPLUNK_SETTINGS: Readonly<Record<string, readonly [string, (value: string) => string | undefined]>> = {
  interval: ['300', intervalMistake],
  index: [
    'default',
    (value) =>
      /^[a-z0-9_][a-z0-9_-]*$/.test(value)
        ? undefined
        : 'must be the name of an index: lower-case letters, digits, _ and -',
  ],
};

function intervalMistake(value: string): string | undefined {
  if (/^\d+$/.test(value))
    return Number(value) >= MIN_INTERVAL_SECONDS
      ? undefined
      : `must be at least ${MIN_INTERVAL_SECONDS} seconds`;
  return value.split(/\s+/).length === 5
    ? cronMistake(value)
    : 'must be a number of seconds, or a cron schedule of five fields, for example */5 * * * *';
}

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
  if (splunkSetting) return splunkSetting[1](value);
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
