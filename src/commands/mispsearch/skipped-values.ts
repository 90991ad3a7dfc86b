import { quotedShort } from '../shared/record-fields.ts';

const MAX_NAMED_VALUES = 5;
const MAX_COUNTED_VALUES = 10_000;

/** Collects values that are not looked up, since MISP would match them with very many others. */
export class SkippedValues {
  readonly #values = new Set<string>();

  add(value: string): void {
    if (this.#values.size < MAX_COUNTED_VALUES) this.#values.add(value);
  }

  get warning(): string | undefined {
    const values = [...this.#values];
    if (values.length === 0) return undefined;
    const more = values.length > MAX_NAMED_VALUES ? ` and ${values.length - MAX_NAMED_VALUES} more` : '';
    const named = values.slice(0, MAX_NAMED_VALUES).map(quotedShort).join(', ');
    return `Not looked up: ${named}${more}. MISP would match such a value with very many others.`;
  }
}
