import { NumberSet } from '../common/number-set.ts';

/** Two pages of attributes, so that memory does not grow with the result. */
export const MAX_HELD_ATTRIBUTES = 10_000;

/** Memory for the ids of emitted objects, which detect objects that appear again. */
const MAX_EMITTED_ID_BYTES = 20_000_000;

/**
 * Groups attributes by object. Attributes of an object are mostly adjacent, but one that was added later comes later.
 * When too many attributes are held, the least recently used objects are emitted. An object that appears again after
 * that is emitted in parts, which `split` counts.
 */
export class ObjectMerger<T extends { readonly object_id: string }> {
  /** By object id, least recently touched first. */
  readonly #objects = new Map<string, T[]>();
  readonly #emittedIds = new NumberSet();
  readonly #maxHeld: number;
  #held = 0;
  /** Number of objects that were emitted in several parts. */
  splitObjects = 0;

  constructor(maxHeld = MAX_HELD_ATTRIBUTES) {
    this.#maxHeld = maxHeld;
  }

  /** Adds an attribute of an object. @returns the objects that are emitted to free memory */
  add(attribute: T): readonly (readonly T[])[] {
    const id = attribute.object_id;
    let attributes = this.#objects.get(id);
    if (attributes) {
      this.#objects.delete(id);
    } else {
      attributes = [];
      if (this.#emittedIds.has(Number(id))) this.splitObjects += 1;
    }
    attributes.push(attribute);
    this.#objects.set(id, attributes);
    this.#held += 1;
    const emitted: T[][] = [];
    for (const [oldestId, held] of this.#objects) {
      if (this.#held <= this.#maxHeld) break;
      this.#objects.delete(oldestId);
      if (this.#emittedIds.bytes <= MAX_EMITTED_ID_BYTES) this.#emittedIds.add(Number(oldestId));
      this.#held -= held.length;
      emitted.push(held);
    }
    return emitted;
  }

  /** Returns and removes all held objects. */
  flush(): readonly (readonly T[])[] {
    const rest = [...this.#objects.values()];
    this.#objects.clear();
    this.#held = 0;
    return rest;
  }
}
