import type { StoredAttribute } from '../store/records.ts';

/** A part of a restSearch body that MISP answers with HTTP 500. */
export class InternalError extends Error {}

export type Test<T = StoredAttribute> = (one: T) => boolean;

export const anything = (): boolean => true;
export const nothing = (): boolean => false;

/**
 * A condition in any way MISP takes one: a string, in which `||` separates; a list, which is OR; `{OR, AND, NOT}`.
 * `!` excludes.
 *
 * @param test lets through what one of the patterns fits
 * @param unknown what another operator in `{}` comes to
 */
export function condition<T = StoredAttribute>(
  value: unknown,
  test: (patterns: readonly string[]) => Test<T>,
  unknown: () => Test<T> = () => nothing,
): Test<T> {
  const { any, all, none, isKnown } = parts(value);
  if (!isKnown) return unknown();
  const wanted = [...(any.length > 0 ? [test(any)] : []), ...all.map((one) => test([one]))];
  const unwanted = none.length > 0 ? test(none) : nothing;
  return (one) => wanted.every((wants) => wants(one)) && !unwanted(one);
}

interface Parts {
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
  readonly isKnown: boolean;
}

function parts(value: unknown): Parts {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { OR, AND, NOT, ...rest } = value as Record<string, unknown>;
    const or = parts(OR ?? []);
    return {
      any: or.any,
      all: parts(AND ?? []).any,
      none: [...or.none, ...parts(NOT ?? []).any],
      isKnown: Object.keys(rest).length === 0,
    };
  }
  const list = Array.isArray(value) ? value.map(textOf) : textOf(value).split('||');
  return {
    any: list.filter((one) => !one.startsWith('!')),
    all: [],
    none: list.filter((one) => one.startsWith('!')).map((one) => one.slice(1)),
    isKnown: true,
  };
}

/** PHP's text of a scalar; a list within a list is the word `Array`, which is nobody's value. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number'
    ? String(value)
    : typeof value === 'boolean'
      ? value
        ? '1'
        : ''
      : 'Array';
}

/** Whether a text is one of these, or fits one of them that has a `%`: SQL's LIKE. Both must be folded alike. */
export function fits(patterns: readonly string[]): (text: string) => boolean {
  const exact = new Set(patterns.filter((one) => !one.includes('%')));
  const like = patterns.filter((one) => one.includes('%')).map(likeRegExp);
  return (text) => exact.has(text) || like.some((one) => one.test(text));
}

function likeRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '[^]*')
    .replace(/_/g, '[^]');
  return new RegExp(`^${source}$`, 'u');
}
