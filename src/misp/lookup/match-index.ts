import { fold } from './fold.ts';
import { halvesOf, type Lookup } from './lookup.ts';
import type { Attribute } from '../rows/types.ts';

/** What answers a look-up. */
export interface Match {
  readonly attribute: Attribute;
  /** The value, or the half of it, that is the one looked up, as MISP stores it; undefined when both halves are. */
  readonly half: string | undefined;
}

/** Takes what answers a look-up. */
export type OnMatch = (lookup: Lookup, match: Match) => void;

/** Says of attributes which look-ups they answer. */
export class MatchIndex {
  readonly #whole: ReadonlyMap<string, readonly Lookup[]>;
  readonly #plain: ReadonlyMap<string, readonly Lookup[]>;
  readonly #pairs: ReadonlyMap<string, readonly Lookup[]>;
  readonly #onMatch: OnMatch;
  /** Ids by look-up: another spelling, in another request, may find an attribute again. */
  readonly #found = new Map<Lookup, Set<string>>();

  constructor(lookups: readonly Lookup[], onMatch: OnMatch) {
    this.#whole = grouped(lookups, ({ whole }) => whole);
    this.#plain = grouped(lookups, ({ plain }) => plain);
    this.#pairs = grouped(lookups, ({ pairs }) => pairs.map(([left, right]) => pairKey(left, right)));
    this.#onMatch = onMatch;
  }

  add(attribute: Attribute): void {
    const { value } = attribute;
    const [left, right] = isComposite(attribute) ? halvesOf(value) : [];
    if (left === undefined || right === undefined) {
      const folded = fold(value);
      this.#tell(this.#whole.get(folded), attribute, value);
      this.#tell(this.#plain.get(folded), attribute, value);
      return;
    }
    const [first, second] = [fold(left), fold(right)];
    this.#tell(this.#whole.get(first), attribute, left);
    this.#tell(this.#whole.get(second), attribute, right);
    this.#tell(this.#pairs.get(pairKey(first, second)), attribute, undefined);
  }

  #tell(lookups: readonly Lookup[] | undefined, attribute: Attribute, half: string | undefined): void {
    for (const lookup of lookups ?? []) {
      const ids = this.#found.get(lookup) ?? new Set();
      this.#found.set(lookup, ids);
      if (!ids.has(attribute.id)) this.#onMatch(lookup, { attribute, half });
      ids.add(attribute.id);
    }
  }
}

function isComposite({ type }: Attribute): boolean {
  return type.includes('|') || type === 'malware-sample';
}

function pairKey(left: string, right: string): string {
  return `${left}\0${right}`;
}

function grouped(
  lookups: readonly Lookup[],
  keysOf: (lookup: Lookup) => readonly string[],
): ReadonlyMap<string, readonly Lookup[]> {
  const groups = new Map<string, Lookup[]>();
  for (const lookup of lookups) {
    for (const key of keysOf(lookup)) {
      const group = groups.get(key);
      if (group) group.push(lookup);
      else groups.set(key, [lookup]);
    }
  }
  return groups;
}
