import { NumberSet } from '../common/number-set.ts';

/** Two pages' worth: what is held does not grow with the result. */
export const MAX_HELD_ATTRIBUTES = 10_000;

/** Ids of objects that went are remembered to count those that come again, as far as there is room. */
const MAX_GONE_BYTES = 20_000_000;

/**
 * Gathers the attributes of objects. They mostly come one after the other, but one that was added to an object later
 * comes later. Objects are held until so many attributes are that the longest unused have to go; one that turns up
 * again after that comes in two parts, which `split` counts.
 */
export class ObjectMerger<T extends { readonly object_id: string }> {
  /** By object id, least recently touched first. */
  readonly #objects = new Map<string, T[]>();
  readonly #gone = new NumberSet();
  readonly #maxHeld: number;
  #held = 0;
  /** Objects that could not be kept in one row. */
  split = 0;

  constructor(maxHeld = MAX_HELD_ATTRIBUTES) {
    this.#maxHeld = maxHeld;
  }

  /** Takes an attribute of an object; gives the objects that are now complete as far as can be told. */
  add(attribute: T): readonly (readonly T[])[] {
    const id = attribute.object_id;
    let attributes = this.#objects.get(id);
    if (attributes) {
      this.#objects.delete(id);
    } else {
      attributes = [];
      if (this.#gone.has(Number(id))) this.split += 1;
    }
    attributes.push(attribute);
    this.#objects.set(id, attributes);
    this.#held += 1;
    const complete: T[][] = [];
    for (const [oldest, its] of this.#objects) {
      if (this.#held <= this.#maxHeld) break;
      this.#objects.delete(oldest);
      if (this.#gone.bytes <= MAX_GONE_BYTES) this.#gone.add(Number(oldest));
      this.#held -= its.length;
      complete.push(its);
    }
    return complete;
  }

  /** All that is still held. */
  flush(): readonly (readonly T[])[] {
    const rest = [...this.#objects.values()];
    this.#objects.clear();
    this.#held = 0;
    return rest;
  }
}
