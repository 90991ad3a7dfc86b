import { isIP } from 'node:net';
import { foldValue } from './fold.ts';
import { foldByCollation } from './collation.ts';
import { literalPattern } from '../query/literal.ts';
import { spellingsOf } from './spellings.ts';

/** How composite values are looked up. */
export interface LookupOptions {
  /** `a|b` also matches composites of `a` and `b`. */
  readonly pipesplit: boolean;
  /** `a|b` also matches plain attributes with one half that is specific enough: an address, a host, a hash. */
  readonly matchHalves: boolean;
}

/** What is sent to MISP for one value, and which attributes match it. All texts except `sentValues` are folded. */
export interface Lookup {
  readonly value: string;
  /** Two values with the same key match the same attributes. */
  readonly key: string;
  /** Empty for a value that MISP cannot store, or that would match every attribute. */
  readonly sentValues: readonly string[];
  /** Match attributes with one of these values, or with one of them as either half. */
  readonly wholeValues: readonly string[];
  /** Match attributes with one of these values that are not composites. */
  readonly plainValues: readonly string[];
  /** Match composites with both halves of a pair. */
  readonly pairs: readonly (readonly [left: string, right: string])[];
  /** The collation of MISP ignores every character of the value, so MISP treats it as empty. */
  readonly isInvisible: boolean;
}

/** Bytes of UTF-8. MISP's columns cannot store longer values. */
const MAX_BYTES = 65_535;

/** A lone exclamation mark would be an exclusion of nothing. The collation ignores the zero width space. */
const EXCLAMATION_MARK = '!\u200b';

export function createLookup(value: string, { pipesplit, matchHalves }: LookupOptions): Lookup {
  const own = spellingsOf(value);
  const [left, right] = pipesplit ? splitComposite(value) : [];
  const pair = left === undefined || right === undefined ? [] : [spellingsOf(left), spellingsOf(right)];
  const plain = left !== undefined && right !== undefined && matchHalves ? selectiveHalves(left, right) : [];
  const [lefts = [], rights = []] = pair;
  const sent = [...own, ...plain.flatMap(spellingsOf), ...moreSelective(lefts, rights)];
  return {
    value,
    key: JSON.stringify([own.map((one) => (literalPattern(one) ? one : foldByCollation(one))), pipesplit]),
    sentValues: [...new Set(sent)]
      .filter((one) => foldValue(one) !== '' && Buffer.byteLength(one) <= MAX_BYTES)
      .map((one) => (one === '!' ? EXCLAMATION_MARK : one)),
    wholeValues: foldAll(own),
    plainValues: foldAll(plain.flatMap(spellingsOf)),
    pairs: foldAll(lefts).flatMap((one) => foldAll(rights).map((other) => [one, other] as const)),
    isInvisible: own.length > 0 && own.every((one) => foldValue(one) === ''),
  };
}

/** The halves of `a|b`, split at the first pipe like MISP. Empty when a half is missing. */
export function splitComposite(value: string): readonly string[] {
  const cut = value.indexOf('|');
  const halves = cut < 0 ? [] : [value.slice(0, cut), value.slice(cut + 1)];
  return halves.some((half) => half.trim() === '') ? [] : halves;
}

function foldAll(spellings: readonly string[]): readonly string[] {
  return [...new Set(spellings.map(foldValue))];
}

/** One half is enough to find a composite. Picks the more selective one: a host rather than a port. */
function moreSelective(left: readonly string[], right: readonly string[]): readonly string[] {
  const breadthOf = ([first = '']: readonly string[]) => (literalPattern(first) ? 1000 : 0) - first.length;
  return breadthOf(left) <= breadthOf(right) ? left : right;
}

/** The halves that are specific on their own: not a port, not a file name. */
function selectiveHalves(...halves: readonly [string, string]): readonly string[] {
  const [left = '', right = ''] = halves.map((half) => half.trim());
  if (isIP(right) > 0) return [left, right].filter((half) => isIP(half) > 0 || HOST.test(half));
  if (PORT.test(right)) return isIP(left) > 0 || HOST.test(left) ? [left] : [];
  return HASH.test(right) ? [right] : [];
}

const HOST = /^[^\s/\\:@|%?#]+\.[^\s/\\:@|%?#]+$/;
const PORT = /^\d{1,5}$/;
const HASH =
  /^([\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128}|\d+:[\w/+]+:[\w/+]+)$/i;
