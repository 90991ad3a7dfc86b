import { MAX_TEXT_LENGTH } from '../http/bounds.ts';
import { isUuid } from '../query/ids.ts';

/**
 * Checks the rows of MISP's responses against a declared shape. MISP does not guarantee types: nullable columns are null,
 * and versions differ in the members that they omit and in the form of numbers and booleans. Nearly all rows conform and
 * are used unchanged. Others are repaired, or are unusable when a required member is missing.
 */

/**
 * `id`: 1 to 2^53-1 in decimal digits. `digits`: a whole number as text. `type`: a type of MISP's attributes, or blank.
 * `flag`: a boolean.
 */
export type Kind = 'id' | 'digits' | 'uuid' | 'type' | 'text' | 'flag' | 'number';

export interface Member {
  readonly kind: Kind;
  /** Replaces a member that is missing or of another kind. Without a fallback, the row is unusable. */
  readonly fallback?: string | boolean | null;
  /** The member may be absent, and gets no fallback then. */
  readonly optional?: boolean;
}

export type Members = Record<string, unknown>;

/** A member that is an object or a list. */
export interface Part {
  /** A missing part is repaired, too. */
  readonly isRequired?: boolean;
  readonly conforms: (value: unknown) => boolean;
  /** The repaired value; undefined removes the part. */
  readonly repair: (value: unknown) => unknown;
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

/** Checks rows of one shape. */
export class Checker<T> {
  readonly #members: readonly (readonly [name: string, member: Member])[];
  readonly #parts: readonly (readonly [name: string, part: Part])[];
  /** The same as parallel arrays, which are faster: every row is checked with these. */
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

  /** Returns the row itself if it conforms, a repaired copy, or why it is unusable. */
  check(row: unknown): T | UnusableRow {
    if (typeof row !== 'object' || row === null) return new UnusableRow('it is not an object');
    return this.conforms(row as Members) ? (row as T) : this.repair(row as Members);
  }

  conforms(row: Members): boolean {
    const names = this.#names;
    for (let index = 0; index < names.length; index += 1) {
      const member = this.#declared[index];
      if (member && !isValid(row[names[index] ?? ''], member)) return false;
    }
    for (let index = 0; index < this.#partNames.length; index += 1) {
      const part = this.#declaredParts[index];
      if (part && !partConforms(row[this.#partNames[index] ?? ''], part)) return false;
    }
    return true;
  }

  repair(row: Members): T | UnusableRow {
    const copy = { ...row };
    for (const [name, member] of this.#members) {
      if (isTooLong(row[name]))
        return new UnusableRow(`its ${name} has more than ${MAX_TEXT_LENGTH} characters`);
      const value = isValid(row[name], member) ? row[name] : repairedMember(row[name], member);
      if (value === undefined && member.optional !== true)
        return new UnusableRow(
          `its ${name} is ${row[name] === undefined ? 'missing' : `not ${NAMES[member.kind]}`}`,
        );
      copy[name] = value;
    }
    for (const [name, part] of this.#parts)
      if (!partConforms(copy[name], part)) copy[name] = part.repair(copy[name]);
    return copy as T;
  }
}

function isTooLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > MAX_TEXT_LENGTH;
}

function partConforms(value: unknown, { isRequired, conforms }: Part): boolean {
  return value === undefined ? isRequired !== true : conforms(value);
}

const NAMES: Readonly<Record<Kind, string>> = {
  id: 'an ID from 1 to 9007199254740991',
  digits: 'a number',
  uuid: 'a UUID',
  type: 'a type name (letters, digits, blanks and _ | / . -, at most 100 characters)',
  text: 'a text',
  flag: 'a boolean',
  number: 'a number',
};

function isValid(value: unknown, member: Member): boolean {
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
  return value === null && member.fallback === null;
}

/** Called several times for each row. A regular expression takes three times as long as this loop. */
function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}

/** Whether a text can be a type, since fields are named after types. Caches the few types that occur. */
function isType(text: string): boolean {
  if (KNOWN_TYPES.has(text)) return true;
  if (!TYPE.test(text)) return false;
  if (KNOWN_TYPES.size < MAX_KNOWN_TYPES) KNOWN_TYPES.add(text);
  return true;
}

/** Matches all 191 types of MISP 2.5.1; one contains a blank. A deleted attribute may have no type. */
export const TYPE_PATTERN = String.raw`(?:[A-Za-z0-9][\w|/. -]{0,99})?`;
const TYPE = new RegExp(`^${TYPE_PATTERN}$`);
const KNOWN_TYPES = new Set<string>();
const MAX_KNOWN_TYPES = 1000;

function isId(digits: string): boolean {
  return digits.length <= 16 && !digits.startsWith('0') && Number(digits) <= Number.MAX_SAFE_INTEGER;
}

function repairedMember(value: unknown, { kind, fallback }: Member): unknown {
  if (kind === 'flag') {
    if (value === 1 || value === '1' || value === 'true') return true;
    return value === 0 || value === '0' || value === 'false' ? false : fallback;
  }
  if (kind === 'number')
    return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : fallback;
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  const member: Member = { kind };
  return typeof text === 'string' && isValid(text, member) ? text : fallback;
}

/** A part that is an object with a shape. @param isRequired whether an object of fallbacks replaces a missing one */
export function objectPart(shape: Shape, { isRequired = false } = {}): Part {
  const checker = new Checker<Members>(shape);
  return {
    isRequired,
    conforms: (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      checker.conforms(value as Members),
    repair: (value) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isObject && !isRequired) return undefined;
      const row = checker.repair(isObject ? (value as Members) : {});
      return row instanceof UnusableRow ? undefined : row;
    },
  };
}

/** A part that is a list of objects. PHP writes some lists as maps. Unusable elements are dropped. */
export function listPart(shape: Shape): Part {
  const checker = new Checker<Members>(shape);
  return {
    conforms: (value) =>
      Array.isArray(value) &&
      value.every((one) => typeof one === 'object' && one !== null && checker.conforms(one as Members)),
    repair: (value) =>
      Object.values(typeof value === 'object' ? (value ?? {}) : {})
        .map((one) => checker.check(one))
        .filter((one) => !(one instanceof UnusableRow)),
  };
}
