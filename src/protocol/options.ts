import { splitList } from './lists.ts';

/**
 * An option of a search command, declared once: the parser, the types, commands.conf, searchbnf.conf and the tables
 * of the documentation all come from the declaration.
 */
export interface Option<T> {
  /** The form of a value, for people: `<integer 0-5000>`. */
  readonly hint: string;
  /** One sentence: what the option does. */
  readonly text: string;
  readonly default?: T;
  readonly required?: boolean;
  /** Accepted so that old searches keep working; not in the usage line. */
  readonly deprecated?: boolean;
  /** @throws OptionError, whose message continues a sentence: `limit="x" must be …` */
  parse(text: string): T;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values that a command gets. A value is undefined only for an option without default that is not required. */
export type Values<D extends Options> = {
  readonly [K in keyof D]: D[K] extends Option<infer T>
    ? D[K] extends { readonly default: unknown } | { readonly required: true }
      ? T
      : T | undefined
    : never;
};

/** A value that an option does not accept. The message says what it accepts. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

interface OptionBase {
  readonly text: string;
  readonly deprecated?: boolean;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'y', 'yes', 'on'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'n', 'no', 'off'].map((text) => [text, false] as const),
]);

export function booleanOption<const C extends OptionBase & { readonly default?: boolean }>(common: C) {
  return {
    hint: '<bool>',
    ...common,
    parse(text: string): boolean {
      const value = BOOLEANS.get(text.trim().toLowerCase());
      if (value === undefined) throw new OptionError('must be true or false (also t, f, yes, no, 1, 0)');
      return value;
    },
  };
}

export function integerOption<
  const C extends OptionBase & {
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
        throw new OptionError(`must be a whole number from ${min} to ${max}`);
      }
      return value;
    },
  };
}

export function choiceOption<
  const T extends string,
  const C extends OptionBase & { readonly values: readonly T[]; readonly default?: NoInfer<T> },
>(common: C & { readonly values: readonly T[] }) {
  const { values } = common;
  return {
    hint: values.join('|'),
    ...common,
    parse(text: string): T {
      const value = values.find((one) => one === text.trim().toLowerCase());
      if (value === undefined) throw new OptionError(`must be one of ${values.join(', ')}`);
      return value;
    },
  };
}

/** A text that `check` parses. A blank text is refused. */
export function textOption<const C extends OptionBase & TextOptionBase>(common: C): C & Parser<string>;
export function textOption<T, const C extends OptionBase & TextOptionBase = OptionBase & TextOptionBase>(
  common: C,
  check: (text: string) => T,
): C & Parser<T>;
export function textOption(
  common: OptionBase & TextOptionBase,
  check: (text: string) => unknown = (text) => text,
) {
  return {
    ...common,
    parse(text: string): unknown {
      if (text.trim() === '')
        throw new OptionError(`is blank: give it a value (${common.hint}) or remove it`);
      return check(text.trim());
    },
  };
}

interface Parser<T> {
  parse(text: string): T;
}

interface TextOptionBase {
  readonly hint: string;
  readonly default?: unknown;
  readonly required?: boolean;
}

/** A list of at least one value, separated by commas (see `splitList`). */
export function listOption<const C extends OptionBase & TextOptionBase>(
  common: C,
  check?: (text: string) => string,
) {
  return textOption(common, (text): readonly string[] => {
    const values = splitList(text);
    if (values.length === 0) throw new OptionError(`is blank: give it a value (${common.hint}) or remove it`);
    return check ? values.map(check) : values;
  });
}
