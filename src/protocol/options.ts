import { closestName } from '../common/nearest.ts';
import { shorten } from '../common/shorten.ts';

/**
 * An option of a search command, declared once: the parser, the types, commands.conf, searchbnf.conf and the tables
 * of the documentation all come from the declaration.
 */
export interface Option<T> {
  /** What a value looks like, for people: `<integer 0-5000>`. */
  readonly hint: string;
  /** One sentence: what the option does. */
  readonly text: string;
  readonly default?: T;
  readonly required?: boolean;
  /** Accepted for the sake of old searches, left out of the usage line. */
  readonly deprecated?: boolean;
  /** @throws OptionError, whose message completes "misp_instance: …" */
  parse(text: string): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** What a command gets: a value for each option with a default or required, else perhaps undefined. */
export type Values<D extends Options> = {
  readonly [K in keyof D]: D[K] extends Option<infer T>
    ? D[K] extends { readonly default: unknown } | { readonly required: true }
      ? T
      : T | undefined
    : never;
};

/** A value that an option does not take. The message says what it takes. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

interface Common {
  readonly text: string;
  readonly deprecated?: boolean;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'y', 'yes', 'on'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'n', 'no', 'off'].map((text) => [text, false] as const),
]);

export function booleanOption<const C extends Common & { readonly default?: boolean }>(common: C) {
  return {
    hint: '<bool>',
    ...common,
    parse(text: string): boolean {
      const value = BOOLEANS.get(text.trim().toLowerCase());
      if (value === undefined) throw new OptionError('is true or false (also t, f, yes, no, 1, 0)');
      return value;
    },
  };
}

export function integerOption<
  const C extends Common & {
    readonly min: number;
    readonly max: number;
    readonly default?: number;
    readonly hint?: string;
  },
>(common: C) {
  const { min, max } = common;
  return {
    hint: `<integer ${min}-${max}>`,
    ...common,
    parse(text: string): number {
      const value = Number(text.trim());
      if (!/^[+-]?\d+$/.test(text.trim()) || value < min || value > max) {
        throw new OptionError(`is a whole number from ${min} to ${max}`);
      }
      return value;
    },
  };
}

export function choiceOption<
  const T extends string,
  const C extends Common & { readonly values: readonly T[]; readonly default?: NoInfer<T> },
>(common: C & { readonly values: readonly T[] }) {
  const { values } = common;
  return {
    hint: values.join('|'),
    ...common,
    parse(text: string): T {
      const value = values.find((one) => one === text.trim().toLowerCase());
      if (value === undefined) throw new OptionError(`is one of ${values.join(', ')}`);
      return value;
    },
  };
}

/** Text that `check` makes a value of. Blank text is refused before `check` sees it. */
export function textOption<const C extends Common & TextShape>(common: C): C & Parser<string>;
export function textOption<T, const C extends Common & TextShape = Common & TextShape>(
  common: C,
  check: (text: string) => T,
): C & Parser<T>;
export function textOption(common: Common & TextShape, check: (text: string) => unknown = (text) => text) {
  return {
    ...common,
    parse(text: string): unknown {
      if (text.trim() === '')
        throw new OptionError(`is blank: give it a value (${common.hint}) or leave it out`);
      return check(text.trim());
    },
  };
}

interface Parser<T> {
  parse(text: string): T;
}

interface TextShape {
  readonly hint: string;
  readonly default?: unknown;
  readonly required?: boolean;
}

/** Values separated by commas, as `splitList` reads them; there must be one value. */
export function listOption<const C extends Common & TextShape>(common: C, check?: (text: string) => string) {
  return textOption(common, (text): readonly string[] => {
    const values = splitList(text);
    if (values.length === 0)
      throw new OptionError(`is blank: give it a value (${common.hint}) or leave it out`);
    return check ? values.map(check) : values;
  });
}

/**
 * The values of a list separated by commas. A comma between quotation marks separates nothing. Quotation marks around a
 * whole value are removed (`"Acme, Inc."`, `!"Acme, Inc."`), and two of them mean one there; others belong to the value
 * (`misp-galaxy:tool="A, B"`). A single quotation mark is an ordinary character. Blank values are dropped.
 */
export function splitList(text: string): string[] {
  return Array.from(text.matchAll(LIST_VALUE), ([value]) => unquoted(value.trim())).filter(
    (value) => value !== '' && value !== '!',
  );
}

/** Up to a comma or the end of a line; from a quotation mark on up to the next one, if there is one. */
const LIST_VALUE = /(?:"[^"]*"|[^,"\n]|"(?=[^"]*$))+/g;

function unquoted(value: string): string {
  const [, negation = '', inner] = /^(!?)"((?:[^"]|"")*)"$/.exec(value) ?? [];
  return inner === undefined ? value : negation + inner.replaceAll('""', '"').trim();
}

interface ParsedValues<D extends Options> {
  readonly values: Values<D>;
  /** Every mistake, one sentence each. The values are to be used only when there is none. */
  readonly mistakes: readonly string[];
}

export interface ParsedArguments<D extends Options> extends ParsedValues<D> {
  /** Arguments without a `=`: field names, for commands that take some. */
  readonly fields: readonly string[];
}

/** Arguments as splunkd's getinfo has them in `args`: unquoted, `name=value` or a bare word. The last of a name counts. */
export function parseArguments<D extends Options>(
  args: readonly string[],
  options: D,
  takesFields = false,
): ParsedArguments<D> {
  const fields: string[] = [];
  const misplaced: string[] = [];
  const given = new Map<string, string>();
  for (const arg of args) {
    const match = /^([A-Za-z_][\w-]*)\s*=([^]*)$/.exec(arg);
    if (match) given.set(match[1] ?? '', match[2] ?? '');
    else if (takesFields) fields.push(arg);
    else
      misplaced.push(
        `"${shown(arg)}" is not an option: options are written name=value, without spaces around the =.`,
      );
  }
  const { values, mistakes } = parseValues(given, options);
  return { values, fields, mistakes: [...misplaced, ...mistakes] };
}

/** Texts by the names of options. */
export function parseValues<D extends Options>(
  given: ReadonlyMap<string, string>,
  options: D,
): ParsedValues<D> {
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, option] of Object.entries(options)) {
    const text = given.get(name);
    if (text !== undefined) {
      try {
        values[name] = option.parse(text);
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        mistakes.push(`${name}="${shown(text)}": ${name} ${error.message}.`);
      }
    } else if (option.default !== undefined) {
      values[name] = option.default;
    } else if (option.required === true) {
      mistakes.push(`${name} is missing: ${option.text}`);
    }
  }
  for (const name of given.keys()) {
    if (!Object.hasOwn(options, name)) mistakes.push(unknownName(name, Object.keys(options), 'option'));
  }
  return { values: values as Values<D>, mistakes };
}

/** What is written in a search may be a program's, and long. */
function shown(text: string): string {
  return shorten(text, MAX_SHOWN);
}

const MAX_SHOWN = 200;

/** "Unknown option lsat: did you mean last?", or the names there are. */
export function unknownName(name: string, known: readonly string[], what: string): string {
  const suggestion = closestName(name.toLowerCase(), known);
  if (suggestion !== undefined) {
    return `Unknown ${what} "${shown(name)}": did you mean "${suggestion}"?`;
  }
  return `Unknown ${what} "${shown(name)}": known are ${known.join(', ')}.`;
}
