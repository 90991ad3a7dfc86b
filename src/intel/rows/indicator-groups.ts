import { MAX_HELD_ATTRIBUTES, ObjectMerger } from '../../indicators/object-merger.ts';
import type { Row } from '../../protocol/rows.ts';
import { type Indicator, indicatorsOf, prefixOf } from './indicator.ts';

/** Groups attributes by object, from merged or separate rows, within and across chunks. */
export class IndicatorGroups {
  /** The mergers by instance. */
  readonly #mergers = new Map<string, ObjectMerger<Indicator>>();
  readonly #maxHeld: number;
  #prefix: string | undefined;

  /** @param maxHeld attributes of objects in memory, for each instance */
  constructor(maxHeld = MAX_HELD_ATTRIBUTES) {
    this.#maxHeld = Math.min(maxHeld, MAX_HELD_ATTRIBUTES);
  }

  /** Yields complete groups. @param keepsObjects whether attributes of an object must be grouped */
  *add(rows: readonly Row[], keepsObjects: boolean): Generator<readonly Indicator[]> {
    for (const row of rows) {
      this.#prefix = prefixOf(row, this.#prefix);
      const indicators = indicatorsOf(row, this.#prefix);
      const [first] = indicators;
      if (!keepsObjects || indicators.length > 1 || first === undefined || first.object_id === '0')
        yield indicators;
      else yield* this.#mergerOf(first.instance).add(first);
    }
  }

  *flush(): Generator<readonly Indicator[]> {
    for (const merger of this.#mergers.values()) yield* merger.flush();
  }

  #mergerOf(instance: string): ObjectMerger<Indicator> {
    const merger = this.#mergers.get(instance) ?? new ObjectMerger<Indicator>(this.#maxHeld);
    this.#mergers.set(instance, merger);
    return merger;
  }
}
