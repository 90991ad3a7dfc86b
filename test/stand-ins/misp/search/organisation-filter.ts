import type { Org } from '../store/records.ts';
import { anything, nothing, type Test, textOf } from './conditions.ts';

/**
 * `org` of both searches. In a list MISP turns names and uuids into ids, letter by letter; `%` is no wildcard, and what
 * PHP takes for a number is an id. Anything else is compared with ids as the database does. An unknown name includes
 * nothing, and excludes nothing.
 */
export function organisationFilter(value: unknown): Test<Org> {
  const { OR, AND, NOT, ...rest } = operatorsIn(value);
  if (Object.keys(rest).length > 0) return nothing;
  const isIncluded = oneOf(OR) ?? anything;
  const isAlsoIncluded = AND === undefined ? anything : hasId([AND].flat());
  const isExcluded = oneOf(NOT) ?? nothing;
  return (org) => isIncluded(org) && isAlsoIncluded(org) && !isExcluded(org);
}

/** A list is of names, a text is compared with ids. Undefined for no condition. */
function oneOf(value: unknown): Test<Org> | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return Array.isArray(value) ? isNamed(value.map(textOf)) : hasId([value]);
}

function operatorsIn(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  const texts = Array.isArray(value) ? value.map(textOf) : separated(textOf(value));
  const excluded = texts.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  const included = texts.filter((one) => !one.startsWith('!'));
  return { ...(included.length > 0 && { OR: included }), ...(excluded.length > 0 && { NOT: excluded }) };
}

function separated(text: string): readonly string[] {
  const values = text.split('||');
  return values.length > 1 ? values : text.split('&&').filter((one) => one !== '');
}

function isNamed(texts: readonly string[]): Test<Org> {
  const names = new Set(texts.filter((text) => !isNumeric(text)).map(withoutPadding));
  const isOneOfIds = hasId(texts.filter(isNumeric));
  return (org) => names.has(withoutPadding(org.name)) || names.has(org.uuid) || isOneOfIds(org);
}

function hasId(values: readonly unknown[]): Test<Org> {
  const ids = new Set(values.map((value) => Number(textOf(value))));
  return ({ id }) => ids.has(Number(id));
}

/** PHP's is_numeric. */
function isNumeric(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text)) && !/^\s*[+-]?(0[xob]|Infinity)/i.test(text);
}

/** Blanks at the end do not count to the database. */
function withoutPadding(text: string): string {
  return text.replace(/ +$/, '');
}
