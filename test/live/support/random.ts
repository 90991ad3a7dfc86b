import { createHash } from 'node:crypto';

/** The same choices for the same seed, so that a run can be repeated: SEED in the environment. */
export class Random {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** From 0, below the limit. */
  below(limit: number): number {
    this.#count += 1;
    const digest = createHash('sha256').update(`${this.#seed} ${this.#count}`).digest();
    return Math.floor((digest.readUInt32BE(0) / 2 ** 32) * limit);
  }

  /** So many of a list, or all of a shorter one, in no order. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const rest = [...list];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) {
      const index = this.below(rest.length);
      const [one] = rest.splice(index, 1, ...rest.slice(-1));
      rest.pop();
      if (one !== undefined) chosen.push(one);
    }
    return chosen;
  }

  one<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }
}
