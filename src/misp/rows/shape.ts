import { MAX_TEXT_LENGTH } from '../http/bounds.ts';
import { isUuid } from '../query/ids.ts';

/**
 * Checks of what MISP answers, row by row, generated from one declaration a kind of row. A type is nobody's promise:
 * columns that may be NULL come as null, and versions of MISP differ in what they leave out and in how they write
 * numbers and booleans. Nearly all rows are as declared and are handed on as they are; others are mended, or dropped
 * where a member is missing that a row cannot do without.
 */

/**
 * `id`: 1 to 2^53-1 in decimal digits. `digits`: a whole number as text. `type`: as MISP's types of attributes look, or blank.
 * `flag`: a boolean.
 */
export type Kind = 'id' | 'digits' | 'uuid' | 'type' | 'text' | 'flag' | 'number';

export interface Member {
  readonly kind: Kind;
  /** Instead of what is missing or of another kind. A row without a member that has no substitute is unusable. */
  readonly otherwise?: string | boolean | null;
  /** Whether it may be absent, and then stays so. */
  readonly optional?: boolean;
}

export type Members = Record<string, unknown>;

/** A member that is an object or a list. */
export interface Part {
  /** Whether `mended` stands in where it is missing. */
  readonly isRequired?: boolean;
  readonly isRegular: (value: unknown) => boolean;
  /** What it becomes; undefined takes it away. */
  readonly mended: (value: unknown) => unknown;
}

export interface Shape {
  readonly members: Readonly<Record<string, Member>>;
  readonly parts?: Readonly<Record<string, Part>>;
}

/** Why a row cannot be used: completes "attribute 42: …". */
export class UnusableRow {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export class Checker<T> {
  readonly #members: readonly (readonly [name: string, member: Member])[];
  readonly #parts: readonly (readonly [name: string, part: Part])[];
  /** The same side by side: every row goes through these. */
  readonly #names: readonly string[];
  readonly #declared: readonly Member[];
  readonly #partNames: readonly string[];
  readonly #declaredParts: readonly Part[];

  constructor({ members, parts = {} }: Shape) {
    this.#members = Object.entries(members);
    this.#parts = Object.entries(parts);
    this.#names = Object.keys(members);
    this.#declared = Object.values(members);
    this.#partNames = Object.keys(parts);
    this.#declaredParts = Object.values(parts);
  }

  /** The row itself when it is as declared, a mended copy of it, or why it is unusable. */
  check(row: unknown): T | UnusableRow {
    if (typeof row !== 'object' || row === null) return new UnusableRow('it is no object');
    return this.isRegular(row as Members) ? (row as T) : this.mended(row as Members);
  }

  isRegular(row: Members): boolean {
    const names = this.#names;
    for (let index = 0; index < names.length; index += 1) {
      const member = this.#declared[index];
      if (member && !isRight(row[names[index] ?? ''], member)) return false;
    }
    for (let index = 0; index < this.#partNames.length; index += 1) {
      const part = this.#declaredParts[index];
      if (part && !isRegularPart(row[this.#partNames[index] ?? ''], part)) return false;
    }
    return true;
  }

  mended(row: Members): T | UnusableRow {
    const copy = { ...row };
    for (const [name, member] of this.#members) {
      if (isTooLong(row[name]))
        return new UnusableRow(`its ${name} has more than ${MAX_TEXT_LENGTH} characters`);
      const value = isRight(row[name], member) ? row[name] : substitute(row[name], member);
      if (value === undefined && member.optional !== true)
        return new UnusableRow(
          `its ${name} is ${row[name] === undefined ? 'missing' : 'no ' + NAMES[member.kind]}`,
        );
      copy[name] = value;
    }
    for (const [name, part] of this.#parts)
      if (!isRegularPart(copy[name], part)) copy[name] = part.mended(copy[name]);
    return copy as T;
  }
}

function isTooLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > MAX_TEXT_LENGTH;
}

function isRegularPart(value: unknown, { isRequired, isRegular }: Part): boolean {
  return value === undefined ? isRequired !== true : isRegular(value);
}

const NAMES: Readonly<Record<Kind, string>> = {
  id: 'id from 1 to 9007199254740991',
  digits: 'number',
  uuid: 'uuid',
  type: 'text like the types of MISP (letters, digits, blanks and _ | / . -, at most 100)',
  text: 'text',
  flag: 'boolean',
  number: 'number',
};

function isRight(value: unknown, member: Member): boolean {
  if (typeof value === 'string') {
    if (member.kind === 'text') return value.length <= MAX_TEXT_LENGTH;
    if (member.kind === 'type') return isType(value);
    if (member.kind === 'uuid') return isUuid(value);
    if (member.kind === 'flag' || member.kind === 'number' || !isDigits(value)) return false;
    return member.kind === 'digits' || isId(value);
  }
  if (typeof value === 'boolean') return member.kind === 'flag';
  if (typeof value === 'number') return member.kind === 'number' && Number.isFinite(value);
  if (value === undefined) return member.optional === true;
  return value === null && member.otherwise === null;
}

/** A loop, since it is called several times a row: a regular expression takes three times as long. */
function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}

/** Fields are named after types. Rows have few different ones, so each is looked at once. */
function isType(text: string): boolean {
  if (TYPES.has(text)) return true;
  if (!TYPE.test(text)) return false;
  if (TYPES.size < MAX_TYPES) TYPES.add(text);
  return true;
}

/** All 191 of MISP 2.5.1, of which one has a blank in it. An attribute that was deleted may have none. */
export const TYPE_PATTERN = String.raw`(?:[A-Za-z0-9][\w|/. -]{0,99})?`;
const TYPE = new RegExp(`^${TYPE_PATTERN}$`);
const TYPES = new Set<string>();
const MAX_TYPES = 1000;

function isId(digits: string): boolean {
  return digits.length <= 16 && !digits.startsWith('0') && Number(digits) <= Number.MAX_SAFE_INTEGER;
}

function substitute(value: unknown, { kind, otherwise }: Member): unknown {
  if (kind === 'flag') {
    if (value === 1 || value === '1' || value === 'true') return true;
    return value === 0 || value === '0' || value === 'false' ? false : otherwise;
  }
  if (kind === 'number')
    return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : otherwise;
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  const member: Member = { kind };
  return typeof text === 'string' && isRight(text, member) ? text : otherwise;
}

/** A part that is an object, checked itself. @param isRequired whether one with substitutes stands in for what is none */
export function objectPart(shape: Shape, { isRequired = false } = {}): Part {
  const checker = new Checker<Members>(shape);
  return {
    isRequired,
    isRegular: (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      checker.isRegular(value as Members),
    mended: (value) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isObject && !isRequired) return undefined;
      const row = checker.mended(isObject ? (value as Members) : {});
      return row instanceof UnusableRow ? undefined : row;
    },
  };
}

/** A part that is a list of objects; PHP writes some lists as maps. Elements that are unusable are left out. */
export function listPart(shape: Shape): Part {
  const checker = new Checker<Members>(shape);
  return {
    isRegular: (value) =>
      Array.isArray(value) &&
      value.every((one) => typeof one === 'object' && one !== null && checker.isRegular(one as Members)),
    mended: (value) =>
      Object.values(typeof value === 'object' ? (value ?? {}) : {})
        .map((one) => checker.check(one))
        .filter((one) => !(one instanceof UnusableRow)),
  };
}
