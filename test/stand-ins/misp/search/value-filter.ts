import { type Test, textOf } from './conditions.ts';
import { halvesOf } from '../values/halves.ts';
import { compressed } from '../values/ipv6.ts';
import { fold } from '../values/letters.ts';
import { likeRegExp } from '../values/like.ts';
import type { StoredAttribute } from '../store/records.ts';

/** Which of the two columns of a value a filter is about. */
export type Column = 'value1' | 'value2';

interface Wanted {
  readonly OR?: readonly string[];
  readonly AND?: readonly string[];
  readonly NOT?: readonly string[];
}

/**
 * `value`: either half of a value, the joined form of a composite never. Values are compared as the database does, IPv6
 * addresses in their short form. Of what is excluded, the first character is lost, and a `!` put in its place.
 */
export function valueFilter(value: unknown): Test {
  const { OR, AND, NOT } = wantedOf(value);
  return columnsFilter(['value1', 'value2'], {
    ...(OR && { OR: OR.map(compressed) }),
    ...(AND && { AND: AND.map(compressed) }),
    ...(NOT && { NOT: NOT.map((one) => `!${compressed(Array.from(one).slice(1).join(''))}`) }),
  });
}

/** `value1` or `value2`. */
export function columnFilter(column: Column): (value: unknown) => Test {
  return (value) => columnsFilter([column], wantedOf(value));
}

/** Either half of a value is one of these: nothing is a pattern. */
export function anyHalf(values: readonly string[]): Test {
  const folded = new Set(values.map(fold));
  return (attribute) => foldedHalves(attribute).some((half) => folded.has(half));
}

/**
 * A text is trimmed, and cut at `||`, unless it begins with that, or at `&&`; what a list has is taken as it is. An object
 * that has none of the three operators is a list.
 */
function wantedOf(given: unknown): Wanted {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (isObject && ['OR', 'AND', 'NOT'].some((name) => name in given)) {
    const entries = Object.entries(given).map(([name, part]) => [name, [part].flat().map(textOf)]);
    return Object.fromEntries(entries) as Wanted;
  }
  const value: unknown = isObject ? Object.values(given) : given;
  const isList = Array.isArray(value);
  const text = isList ? '' : textOf(value).replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
  const parts = isList
    ? value.map(textOf)
    : text.indexOf('||') > 0
      ? text.split('||')
      : text.split('&&').filter((one) => one !== '');
  const wanted = parts.filter((one) => !one.startsWith('!'));
  const unwanted = parts.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return { ...(wanted.length > 0 && { OR: wanted }), ...(unwanted.length > 0 && { NOT: unwanted }) };
}

/** Where none of the three is said, everything passes. */
function columnsFilter(columns: readonly Column[], { OR, AND, NOT }: Wanted): Test {
  const halves = (attribute: StoredAttribute) =>
    columns.map((column) => halvesOf(attribute)[column === 'value1' ? 0 : 1]);
  const or = OR && oneOf(OR);
  const and = AND?.map((one) => oneOf([one])) ?? [];
  const not = NOT && oneOf(NOT, false);
  return (attribute) => {
    const texts = halves(attribute);
    const folded = columns.length === 2 ? foldedHalves(attribute) : texts.map(fold);
    const has = (fits: Fits) => texts.some((text, index) => fits(text, folded[index] ?? ''));
    return (!or || has(or)) && and.every(has) && !(not && has(not));
  };
}

type Fits = (text: string, folded: string) => boolean;

/** @param exactToo whether a pattern finds its own text, too */
function oneOf(values: readonly string[], exactToo = true): Fits {
  // No text of the database has a character beyond 0xffff, which ends the comparison.
  const known = values.filter((one) => !/[\u{10000}-\u{10ffff}]/u.test(one));
  const exact = new Set(known.filter((one) => exactToo || !isPattern(one)).map(fold));
  const patterns = known.filter(isPattern).map(likeRegExp);
  return (text, folded) => exact.has(folded) || patterns.some((one) => one(text));
}

function isPattern(value: string): boolean {
  return value.startsWith('%') || value.endsWith('%');
}

const halves = new WeakMap<StoredAttribute, { readonly value: string; readonly folded: readonly string[] }>();

/** Both halves of a value, folded. */
function foldedHalves(attribute: StoredAttribute): readonly string[] {
  const { value } = attribute;
  const known = halves.get(attribute);
  if (known?.value === value) return known.folded;
  const folded = halvesOf(attribute).map(fold);
  halves.set(attribute, { value, folded });
  return folded;
}
