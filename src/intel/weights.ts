import Papa from 'papaparse';
import type { Indicator } from './rows/indicator.ts';

/** The administrator's table, which the package does not carry, so that an upgrade leaves it as it is. */
export const WEIGHTS = 'misp_es_weight';

/** The table of one who has none. */
export const DEFAULT_WEIGHTS = 'misp_es_weight_default';

/** The lookup misp_es_weight cannot be used; the message says which line. */
export class WeightError extends Error {
  override readonly name = 'WeightError';
}

/**
 * How much an indicator weighs, 1 to 100: by the lookup misp_es_weight, whose columns are `kind` (`tag`, `threat_level`
 * or `default`), `value` and `weight`. The first of decay score, tags and threat level that there is decides; of several
 * tags or scores the highest.
 */
export class Weights {
  readonly #table = new Map<string, number>();

  /** @param csv the lookup's text @throws WeightError */
  constructor(csv: string) {
    const { data, meta } = Papa.parse<Record<string, string>>(csv, {
      header: true,
      skipEmptyLines: 'greedy',
      delimiter: ',',
    });
    for (const column of ['kind', 'value', 'weight']) {
      if (!meta.fields?.includes(column))
        throw new WeightError(`The lookup misp_es_weight has no column ${column}.`);
    }
    data.forEach(({ kind = '', value = '', weight = '' }, index) => {
      if (!KINDS.includes(kind)) {
        throw new WeightError(
          `The lookup misp_es_weight has in row ${index + 1} the kind "${kind}": it is one of ${KINDS.join(', ')}.`,
        );
      }
      const number = Number(weight);
      if (weight.trim() === '' || !Number.isInteger(number) || number < 1 || number > 100) {
        throw new WeightError(
          `The lookup misp_es_weight has in row ${index + 1} (${kind} ${value}) the weight "${weight}": it is a whole number from 1 to 100.`,
        );
      }
      this.#table.set(keyOf(kind, value), number);
    });
  }

  /** @param indicators one attribute, or those of an object */
  of(indicators: readonly Indicator[]): number {
    const scores = indicators.flatMap((one) => one.scores);
    if (scores.length > 0) return Math.min(100, Math.max(1, Math.round(Math.max(...scores))));
    const tags = indicators.flatMap((one) => one.tags.map((tag) => this.#table.get(keyOf('tag', tag))));
    const levels = indicators.map((one) => this.#table.get(keyOf('threat_level', one.threatLevel)));
    return highest(tags) ?? highest(levels) ?? this.#table.get(keyOf('default', '')) ?? DEFAULT_WEIGHT;
  }
}

const KINDS: readonly string[] = ['tag', 'threat_level', 'default'];

/** When the lookup has no line for it. */
const DEFAULT_WEIGHT = 50;

function keyOf(kind: string, value: string): string {
  return kind === 'default' ? kind : `${kind}\0${value.trim().toLowerCase()}`;
}

function highest(weights: readonly (number | undefined)[]): number | undefined {
  const known = weights.filter((weight) => weight !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}
