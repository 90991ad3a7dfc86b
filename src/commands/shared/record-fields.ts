import { closestName } from '../../common/nearest.ts';
import type { Row } from '../../protocol/rows.ts';

/** Names of fields that are kept for a suggestion. */
const MAX_NAMES = 1000;
/** Of a value in a message. */
const MAX_CHARACTERS = 80;

/** The values of a field that are not blank; none when a record lacks it. */
export function fieldValues(row: Row, field: string): readonly string[] {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  return [value ?? []].flat().filter((text) => text.trim() !== '');
}

/** A value as a message shows it: short, on one line, what cannot be seen as `\u200b`. */
export function quotedShort(value: string): string {
  const text = value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value;
  return `"${text.replace(/[\p{C}\p{M}\p{Z}]/gu, (char) => (char === ' ' ? char : escaped(char)))}"`;
}

function escaped(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Notices whether any record has the field that a command goes by. */
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

  /** What to tell at the end: undefined where the field was in a record, or where there was no record. */
  get warning(): string | undefined {
    if (this.#hasValue || this.#names.size === 0) return undefined;
    const names = [...this.#names].filter((name) => name !== this.#field);
    const meant =
      names.find((name) => name.toLowerCase() === this.#field.toLowerCase()) ??
      closestName(this.#field, names);
    const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"? Letter case counts.`;
    return `No record has a value in the field "${this.#field}".${suggestion}`;
  }
}
