import type { Attribute } from '../misp/rows/types.ts';
import type { Table } from '../protocol/table.ts';
import { AttributeTable, type TableOptions } from './attribute-table.ts';
import { ObjectMerger } from './object-merger.ts';

/** Makes a table of each lot of attributes: a row for each attribute or, unless expanded, for each object. */
export class AttributeTables {
  readonly #options: TableOptions;
  readonly #merger: ObjectMerger<Attribute> | undefined;

  constructor(options: TableOptions, expandObject: boolean) {
    this.#options = options;
    this.#merger = expandObject ? undefined : new ObjectMerger();
  }

  /** Objects that could not be kept in one row. */
  get split(): number {
    return this.#merger?.split ?? 0;
  }

  /** Without the objects that more may come of. */
  of(attributes: readonly Attribute[]): Table {
    const table = new AttributeTable(this.#options);
    for (const attribute of attributes) {
      if (!this.#merger || attribute.object_id === '0') table.addSingle(attribute);
      else for (const object of this.#merger.add(attribute)) table.addMerged(object);
    }
    return table.table;
  }

  /** The objects that are left after the last lot. */
  rest(): Table {
    const table = new AttributeTable(this.#options);
    for (const object of this.#merger?.flush() ?? []) table.addMerged(object);
    return table.table;
  }
}
