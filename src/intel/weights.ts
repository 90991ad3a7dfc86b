import Papa from 'papaparse';
import type { Indicator } from './rows/indicator.ts';

/** The lookup of the administrator. It is not in the package, so that an upgrade does not replace it. */
export const WEIGHT_LOOKUP = 'misp_es_weight';

/** The packaged default. */
export const DEFAULT_WEIGHT_LOOKUP = 'misp_es_weight_default';

/** The lookup misp_es_weight is invalid. The message names the row. */
export class WeightError extends Error {
  override readonly name = 'WeightError';
}

/**
 * The weights of indicators, 1 to 100, from the lookup misp_es_weight with the columns `kind` (`tag`, `threat_level` or
 * `default`), `value` and `weight`. The decay score takes precedence over tags, and tags over the threat level. Of
 * several tags or scores the highest counts.
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
          `Row ${index + 1} of the lookup misp_es_weight has the kind "${kind}". Use one of ${KINDS.join(', ')}.`,
        );
      }
      const number = Number(weight);
      if (weight.trim() === '' || !Number.isInteger(number) || number < 1 || number > 100) {
        throw new WeightError(
          `Row ${index + 1} of the lookup misp_es_weight (${kind} ${value}) has the weight "${weight}". Use a whole number from 1 to 100.`,
        );
      }
      this.#table.set(keyOf(kind, value), number);
    });
  }

  /** @param indicators one attribute, or those of an object */
  weightOf(indicators: readonly Indicator[]): number {
    const scores = indicators.flatMap((one) => one.scores);
    if (scores.length > 0) return Math.min(100, Math.max(1, Math.round(Math.max(...scores))));
    const tags = indicators.flatMap((one) => one.tags.map((tag) => this.#table.get(keyOf('tag', tag))));
    const levels = indicators.map((one) => this.#table.get(keyOf('threat_level', one.threatLevel)));
    return highest(tags) ?? highest(levels) ?? this.#table.get(keyOf('default', '')) ?? DEFAULT_WEIGHT;
  }
}

const KINDS: readonly string[] = ['tag', 'threat_level', 'default'];

/** The weight when the lookup has no matching row. */
const DEFAULT_WEIGHT = 50;

function keyOf(kind: string, value: string): string {
  return kind === 'default' ? kind : `${kind}\0${value.trim().toLowerCase()}`;
}

function highest(weights: readonly (number | undefined)[]): number | undefined {
  const defined = weights.filter((weight) => weight !== undefined);
  return defined.length > 0 ? Math.max(...defined) : undefined;
}
