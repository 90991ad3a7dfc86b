import { plural } from '../../common/plural.ts';
import type { SendMessage, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { COLLECTION } from './collection.ts';
import { toDocuments, toTombstones } from './documents.ts';
import { IndicatorGroups } from '../rows/indicator-groups.ts';
import type { Indicator } from '../rows/indicator.ts';
import type { NormaliseOptions } from '../values/normalise.ts';
import type { Weights } from '../weights.ts';

/** A composite has two documents. */
const DOCUMENTS_OF_AN_ATTRIBUTE = 2;

/** The transformer of `mispintel` for documents of the KV store collection. */
export class DocumentTransformer implements Transformer {
  readonly #groups: IndicatorGroups;
  readonly #weights: Weights;
  readonly #fit: NormaliseOptions;
  readonly #report: SendMessage;
  #attributes = 0;
  #skipped = 0;

  /** @param maxRows what one answer may have */
  constructor(weights: Weights, fit: NormaliseOptions, say: SendMessage, maxRows = Infinity) {
    this.#groups = new IndicatorGroups(maxRows / DOCUMENTS_OF_AN_ATTRIBUTE);
    this.#weights = weights;
    this.#fit = fit;
    this.#report = say;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    return this.#rowsFor(this.#groups.add(rows, true));
  }

  end(): readonly Row[] {
    const rows = this.#rowsFor(this.#groups.flush());
    if (this.#skipped > 0) {
      this.#report(
        'INFO',
        `${COLLECTION}: skipped ${this.#skipped} of ${plural(this.#attributes, 'attribute')}, blank or too long to look up.`,
      );
    }
    return rows;
  }

  #rowsFor(groups: Iterable<readonly Indicator[]>): Row[] {
    const rows: Row[] = [];
    for (const group of groups) {
      const documents = toDocuments(group, this.#weights, this.#fit);
      this.#attributes += group.length;
      this.#skipped += group.length - new Set(documents.map((one) => one['misp_attribute_uuid'])).size;
      rows.push(...documents, ...toTombstones(group));
    }
    return rows;
  }
}
