import type { UnusableRow } from './rows/shape.ts';

/** What a person should know: told once, to whoever searches, when everything is read. */
export class Notes {
  readonly #dropped = new Map<string, { count: number; first: string }>();
  readonly #texts = new Set<string>();

  /** @param what plural: attributes, events @param id as far as there is one */
  dropped(what: string, row: unknown, { reason }: UnusableRow): void {
    const known = this.#dropped.get(what);
    if (known) known.count += 1;
    else this.#dropped.set(what, { count: 1, first: `${nameOf(row)}: ${reason}` });
  }

  add(text: string): void {
    this.#texts.add(text);
  }

  /** A sentence or two each. */
  get texts(): readonly string[] {
    const dropped = Array.from(
      this.#dropped,
      ([what, { count, first }]) =>
        `${count} ${what} of MISP's answer cannot be used and are missing from the results; the first is ${first}.`,
    );
    return [...dropped, ...this.#texts];
  }
}

function nameOf(row: unknown): string {
  const { id, uuid } = (typeof row === 'object' && row !== null ? row : {}) as Record<string, unknown>;
  for (const name of [id, uuid])
    if ((typeof name === 'string' || typeof name === 'number') && String(name).length <= 50)
      return `id ${name}`;
  return 'one without an id';
}
