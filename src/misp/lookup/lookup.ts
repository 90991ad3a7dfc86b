import { isIP } from 'node:net';
import { fold } from './fold.ts';
import { foldLetters } from './collation.ts';
import { literalPattern } from '../query/literal.ts';
import { spellingsOf } from './spellings.ts';

/** How values with a pipe are looked up. */
export interface LookupOptions {
  /** `a|b` is the composite of `a` and `b`, too. */
  readonly pipesplit: boolean;
  /** `a|b` finds plain attributes that are one half, where it says something by itself: an address, a host, a hash. */
  readonly halves: boolean;
}

/** What is asked of MISP for one value, and which attributes answer it. All texts but those sent are folded. */
export interface Lookup {
  readonly value: string;
  /** Two values with the same key find the same. */
  readonly key: string;
  /** None for a value that MISP cannot have, or that it would take for every attribute. */
  readonly sent: readonly string[];
  /** An attribute with one of these values, or with one of them as either half. */
  readonly whole: readonly string[];
  /** An attribute with one of these values that is no composite. */
  readonly plain: readonly string[];
  /** A composite of one of the left halves and one of the right ones. */
  readonly pairs: readonly (readonly [left: string, right: string])[];
  /** MISP ignores every character of the value, and cannot tell it from an empty one. */
  readonly isIgnored: boolean;
}

/** Longer ones do not fit into MISP's columns: bytes of UTF-8. */
const MAX_BYTES = 65_535;

/** Alone it would be an exclusion of nothing. MISP's database ignores a zero width space. */
const EXCLAMATION_MARK = '!\u200b';

export function lookupOf(value: string, { pipesplit, halves }: LookupOptions): Lookup {
  const own = spellingsOf(value);
  const [left, right] = pipesplit ? halvesOf(value) : [];
  const pair = left === undefined || right === undefined ? [] : [spellingsOf(left), spellingsOf(right)];
  const plain = left !== undefined && right !== undefined && halves ? tellingHalves(left, right) : [];
  const [lefts = [], rights = []] = pair;
  const sent = [...own, ...plain.flatMap(spellingsOf), ...betterOf(lefts, rights)];
  return {
    value,
    key: JSON.stringify([own.map((one) => (literalPattern(one) ? one : foldLetters(one))), pipesplit]),
    sent: [...new Set(sent)]
      .filter((one) => fold(one) !== '' && Buffer.byteLength(one) <= MAX_BYTES)
      .map((one) => (one === '!' ? EXCLAMATION_MARK : one)),
    whole: foldedOf(own),
    plain: foldedOf(plain.flatMap(spellingsOf)),
    pairs: foldedOf(lefts).flatMap((one) => foldedOf(rights).map((other) => [one, other] as const)),
    isIgnored: own.length > 0 && own.every((one) => fold(one) === ''),
  };
}

/** Of `a|b`, cut at the first pipe as MISP does it; nothing where there are no two halves. */
export function halvesOf(value: string): readonly string[] {
  const cut = value.indexOf('|');
  const halves = cut < 0 ? [] : [value.slice(0, cut), value.slice(cut + 1)];
  return halves.some((half) => half.trim() === '') ? [] : halves;
}

function foldedOf(spellings: readonly string[]): readonly string[] {
  return [...new Set(spellings.map(fold))];
}

/** Either half finds a composite: the one that is in fewer others, not a port. */
function betterOf(left: readonly string[], right: readonly string[]): readonly string[] {
  const costOf = ([first = '']: readonly string[]) => (literalPattern(first) ? 1000 : 0) - first.length;
  return costOf(left) <= costOf(right) ? left : right;
}

/** The halves that mean something without the other one: not the port, nor the file name. */
function tellingHalves(...halves: readonly [string, string]): readonly string[] {
  const [left = '', right = ''] = halves.map((half) => half.trim());
  if (isIP(right) > 0) return [left, right].filter((half) => isIP(half) > 0 || HOST.test(half));
  if (PORT.test(right)) return isIP(left) > 0 || HOST.test(left) ? [left] : [];
  return HASH.test(right) ? [right] : [];
}

const HOST = /^[^\s/\\:@|%?#]+\.[^\s/\\:@|%?#]+$/;
const PORT = /^\d{1,5}$/;
const HASH =
  /^([\da-f]{32}|[\da-f]{40}|[\da-f]{56}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128}|\d+:[\w/+]+:[\w/+]+)$/i;
