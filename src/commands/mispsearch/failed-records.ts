import { plural } from '../../common/plural.ts';
import { isDefect, oneLine } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import { quotedShort, fieldValues } from '../shared/record-fields.ts';

/** Counts records that cannot be looked up. The search continues with the others. */
export class FailedRecords {
  readonly #field: string;
  #count = 0;
  #first = '';

  /** @param field whose value identifies a record in the warning */
  constructor(field: string) {
    this.#field = field;
  }

  add(row: Row, error: unknown): void {
    this.#count += 1;
    if (this.#count > 1) return;
    const [value] = fieldValues(row, this.#field);
    const record =
      value === undefined ? `without ${this.#field}` : `with ${this.#field}=${quotedShort(value)}`;
    const isExpected = error instanceof Error && !isDefect(error);
    this.#first = `the record ${record}: ${oneLine(isExpected ? error.message : `Internal error: ${String(error)}`)}`;
  }

  get warning(): string | undefined {
    if (this.#count === 0) return undefined;
    return `Left ${plural(this.#count, 'record')} unchanged because the lookup failed. The first is ${this.#first}`;
  }
}
