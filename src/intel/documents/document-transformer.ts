import type { Say, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { COLLECTION } from './collection.ts';
import { documentsOf, tombstonesOf } from './documents.ts';
import { Groups } from '../rows/indicator-groups.ts';
import type { Indicator } from '../rows/indicator.ts';
import type { FitOptions } from '../values/normalise.ts';
import type { Weights } from '../weights.ts';

/** Both halves of a composite. */
const DOCUMENTS_OF_AN_ATTRIBUTE = 2;

/** `mispintel` making documents of the KV store collection. */
export class DocumentRun implements Transformer {
  readonly #groups: Groups;
  readonly #weights: Weights;
  readonly #fit: FitOptions;
  readonly #say: Say;
  #attributes = 0;
  #without = 0;

  /** @param maxRows what one answer may have */
  constructor(weights: Weights, fit: FitOptions, say: Say, maxRows = Infinity) {
    this.#groups = new Groups(maxRows / DOCUMENTS_OF_AN_ATTRIBUTE);
    this.#weights = weights;
    this.#fit = fit;
    this.#say = say;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    return this.#give(this.#groups.of(rows, true));
  }

  end(): readonly Row[] {
    const rows = this.#give(this.#groups.rest());
    if (this.#without > 0) {
      this.#say(
        'INFO',
        `${COLLECTION}: left out ${this.#without} of ${this.#attributes} attributes, which are blank or too long to look up.`,
      );
    }
    return rows;
  }

  #give(groups: Iterable<readonly Indicator[]>): Row[] {
    const given: Row[] = [];
    for (const group of groups) {
      const documents = documentsOf(group, this.#weights, this.#fit);
      this.#attributes += group.length;
      this.#without += group.length - new Set(documents.map((one) => one['misp_attribute_uuid'])).size;
      given.push(...documents, ...tombstonesOf(group));
    }
    return given;
  }
}
