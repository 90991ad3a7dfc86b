import { closestName } from '../../common/nearest.ts';
import type { Row } from '../../protocol/rows.ts';

/** How many field names are kept for the suggestion. */
const MAX_NAMES = 1000;
/** The longest value in a message. */
const MAX_CHARACTERS = 80;

/** The values of a field without blank ones; empty when the record does not have the field. */
export function fieldValues(row: Row, field: string): readonly string[] {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  return [value ?? []].flat().filter((text) => text.trim() !== '');
}

/** A value in quotation marks for a message: shortened, on one line, with invisible characters as `\u200b`. */
export function quotedShort(value: string): string {
  const text = value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value;
  return `"${text.replace(/[\p{C}\p{M}\p{Z}]/gu, (char) => (char === ' ' ? char : escaped(char)))}"`;
}

function escaped(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Checks whether at least one record has a value in the field that a command reads. */
export class FieldCheck {
  readonly #field: string;
  readonly #names = new Set<string>();
  #hasValue = false;

  constructor(field: string) {
    this.#field = field;
  }

  observe(rows: readonly Row[]): void {
    if (this.#hasValue) return;
    this.#hasValue = rows.some((row) => fieldValues(row, this.#field).length > 0);
    for (const row of rows) {
      for (const name of Object.keys(row)) {
        if (this.#names.size >= MAX_NAMES) return;
        this.#names.add(name);
      }
    }
  }

  /** The warning at the end of the search; undefined when a record has a value, or when there are no records. */
  get warning(): string | undefined {
    if (this.#hasValue || this.#names.size === 0) return undefined;
    const names = [...this.#names].filter((name) => name !== this.#field);
    const similar =
      names.find((name) => name.toLowerCase() === this.#field.toLowerCase()) ??
      closestName(this.#field, names);
    const suggestion = similar === undefined ? '' : ` Did you mean "${similar}"? Letter case counts.`;
    return `No record has a value in the field "${this.#field}".${suggestion}`;
  }
}
