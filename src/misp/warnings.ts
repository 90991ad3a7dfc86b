import type { UnusableRow } from './rows/shape.ts';

/** Warnings about an instance, reported once when everything is read. */
export class Warnings {
  readonly #dropped = new Map<string, { count: number; first: string }>();
  readonly #texts = new Set<string>();

  /** Counts a row that is unusable. @param rowKind plural: attributes, events */
  addDropped(rowKind: string, row: unknown, { reason }: UnusableRow): void {
    const entry = this.#dropped.get(rowKind);
    if (entry) entry.count += 1;
    else this.#dropped.set(rowKind, { count: 1, first: `${rowLabel(row)}: ${reason}` });
  }

  add(text: string): void {
    this.#texts.add(text);
  }

  /** One or two sentences each. */
  get messages(): readonly string[] {
    const dropped = Array.from(
      this.#dropped,
      ([what, { count, first }]) =>
        `${count} ${what} in the response of MISP are unusable and are missing from the results; the first is ${first}.`,
    );
    return [...dropped, ...this.#texts];
  }
}

function rowLabel(row: unknown): string {
  const { id, uuid } = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
  for (const name of [id, uuid])
    if ((typeof name === 'string' || typeof name === 'number') && String(name).length <= 50)
      return `ID ${name}`;
  return 'one without an ID';
}
