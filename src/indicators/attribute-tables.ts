import type { Attribute } from '../misp/rows/types.ts';
import type { Table } from '../protocol/table.ts';
import { AttributeTable, type TableOptions } from './attribute-table.ts';
import { ObjectMerger } from './object-merger.ts';

/** Makes tables of batches of attributes, with a row for each attribute or, unless expanded, for each object. */
export class AttributeTables {
  readonly #options: TableOptions;
  readonly #merger: ObjectMerger<Attribute> | undefined;

  constructor(options: TableOptions, expandObject: boolean) {
    this.#options = options;
    this.#merger = expandObject ? undefined : new ObjectMerger();
  }

  /** Number of objects that are split over several rows. */
  get split(): number {
    return this.#merger?.splitObjects ?? 0;
  }

  /** The table of a batch, without objects that may be incomplete. */
  tableOf(attributes: readonly Attribute[]): Table {
    const table = new AttributeTable(this.#options);
    for (const attribute of attributes) {
      if (!this.#merger || attribute.object_id === '0') table.addSingle(attribute);
      else for (const object of this.#merger.add(attribute)) table.addMerged(object);
    }
    return table.table;
  }

  /** The table of the objects that remain after the last batch. */
  remaining(): Table {
    const table = new AttributeTable(this.#options);
    for (const object of this.#merger?.flush() ?? []) table.addMerged(object);
    return table.table;
  }
}
