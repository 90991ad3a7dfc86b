import { groupByEach } from '../../common/group-by.ts';
import { foldValue } from './fold.ts';
import { splitComposite, type Lookup } from './lookup.ts';
import type { Attribute } from '../rows/types.ts';

/** An attribute that matches a look-up. */
export interface Match {
  readonly attribute: Attribute;
  /** The matching value or half, as MISP stores it. Undefined when both halves of a composite match. */
  readonly half: string | undefined;
}

/** Called for each match, once for each look-up and attribute. */
export type OnMatch = (lookup: Lookup, match: Match) => void;

/** Finds the look-ups that an attribute matches. */
export class MatchIndex {
  readonly #whole: ReadonlyMap<string, readonly Lookup[]>;
  readonly #plain: ReadonlyMap<string, readonly Lookup[]>;
  readonly #pairs: ReadonlyMap<string, readonly Lookup[]>;
  readonly #onMatch: OnMatch;
  /** Ids by look-up. A request for another spelling may return an attribute again. */
  readonly #emittedIds = new Map<Lookup, Set<string>>();

  constructor(lookups: readonly Lookup[], onMatch: OnMatch) {
    this.#whole = groupByEach(lookups, ({ wholeValues }) => wholeValues);
    this.#plain = groupByEach(lookups, ({ plainValues }) => plainValues);
    this.#pairs = groupByEach(lookups, ({ pairs }) => pairs.map(([left, right]) => keyOfPair(left, right)));
    this.#onMatch = onMatch;
  }

  add(attribute: Attribute): void {
    const { value } = attribute;
    const [left, right] = isComposite(attribute) ? splitComposite(value) : [];
    if (left === undefined || right === undefined) {
      const folded = foldValue(value);
      this.#emit(this.#whole.get(folded), attribute, value);
      this.#emit(this.#plain.get(folded), attribute, value);
      return;
    }
    const [first, second] = [foldValue(left), foldValue(right)];
    this.#emit(this.#whole.get(first), attribute, left);
    this.#emit(this.#whole.get(second), attribute, right);
    this.#emit(this.#pairs.get(keyOfPair(first, second)), attribute, undefined);
  }

  #emit(lookups: readonly Lookup[] | undefined, attribute: Attribute, half: string | undefined): void {
    for (const lookup of lookups ?? []) {
      const ids = this.#emittedIds.get(lookup) ?? new Set();
      this.#emittedIds.set(lookup, ids);
      if (!ids.has(attribute.id)) this.#onMatch(lookup, { attribute, half });
      ids.add(attribute.id);
    }
  }
}

function isComposite({ type }: Attribute): boolean {
  return type.includes('|') || type === 'malware-sample';
}

function keyOfPair(left: string, right: string): string {
  return `${left}\0${right}`;
}
