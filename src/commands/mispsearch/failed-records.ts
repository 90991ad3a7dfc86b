import { isDefect, oneLine } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import { quotedShort, fieldValues } from '../shared/record-fields.ts';

/** Counts records that something is wrong with, each of which costs itself alone. */
export class FailedRecords {
  readonly #field: string;
  #count = 0;
  #first = '';

  /** @param field by which a record is named */
  constructor(field: string) {
    this.#field = field;
  }

  add(row: Row, error: unknown): void {
    this.#count += 1;
    if (this.#count > 1) return;
    const [value] = fieldValues(row, this.#field);
    const name = value === undefined ? `without ${this.#field}` : `with ${this.#field}=${quotedShort(value)}`;
    const isExpected = error instanceof Error && !isDefect(error);
    this.#first = `the one ${name}: ${oneLine(isExpected ? error.message : `Internal error: ${String(error)}`)}`;
  }

  get warning(): string | undefined {
    if (this.#count === 0) return undefined;
    return `Left as they are: ${this.#count} records that something is wrong with. The first is ${this.#first}`;
  }
}
