import { groupByEach } from '../../common/group-by.ts';
import { descriptionOf } from '../rows/description.ts';
import { parseDistinguishedName } from '../values/distinguished-name.ts';
import type { Indicator } from '../rows/indicator.ts';
import {
  ATTRIBUTE_RULES,
  type AttributeRule,
  type FeedName,
  OBJECT_RULES,
  type ObjectColumn,
  type ObjectRule,
  type Part,
  type Target,
} from '../mapping.ts';
import { normalise, type NormaliseOptions } from '../values/normalise.ts';
import type { Weights } from '../weights.ts';

export interface MapperOptions extends NormaliseOptions {
  readonly feed: FeedName;
  /** Names of opt-in types and objects. */
  readonly include: readonly string[];
  readonly weights: Weights;
}

/** A row of a feed with its metadata. */
export interface IntelRow {
  /** Values by column of the feed. Empty when the value does not fit. */
  readonly values: Readonly<Record<string, string>>;
  readonly weight: number;
  readonly description: string;
  /** The part of the attribute. A later row for the same part of the same attribute replaces this one. */
  readonly field: string;
  /** Equal for rows with the same values, from any attribute. Blank without values. */
  readonly key: string;
  readonly uuid: string;
  readonly instance: string;
  readonly timestamp: number;
  /** When the attribute was last changed or published, in Unix seconds. */
  readonly seen: number;
  /** The row must be removed, or must not exist. */
  readonly isDeleted: boolean;
  /** The row is deleted because the attribute was withdrawn, not because it does not belong to this feed. */
  readonly wasWithdrawn: boolean;
}

/** Maps indicators to the rows of one feed, with the rules of `mapping.ts`. */
export class Mapper {
  /** Number of skipped values by reason. */
  readonly skippedValues = new Map<string, number>();
  readonly #options: MapperOptions;
  readonly #rules: ReadonlyMap<string, readonly AttributeRule[]>;
  readonly #objects: readonly ObjectRule[];

  constructor(options: MapperOptions) {
    this.#options = options;
    const rules = ATTRIBUTE_RULES.filter(({ feed }) => feed === options.feed);
    this.#rules = groupByEach(rules, ({ types }) => types);
    this.#objects = OBJECT_RULES.filter(({ feed }) => feed === options.feed);
  }

  /** Whether the attributes of an object must be mapped together. */
  get needsObjects(): boolean {
    return this.#objects.length > 0;
  }

  /** @param indicators one attribute, or all attributes of an object */
  map(indicators: readonly Indicator[]): IntelRow[] {
    const mapped = new Set<Indicator>();
    const ofObjects = this.#objects
      .filter(({ requiredAny, excludedBy = [] }) => {
        const hasAnyOf = (parts: readonly Part[]) =>
          indicators.some((one) => one.object_id !== '0' && matchesAny(one, parts));
        return hasAnyOf(requiredAny) && !hasAnyOf(excludedBy);
      })
      .flatMap((rule) => this.#mapObject(rule, indicators, mapped));
    return [
      ...ofObjects,
      ...indicators.filter((one) => !mapped.has(one)).flatMap((one) => this.#mapAttribute(one)),
    ];
  }

  #mapAttribute(indicator: Indicator): IntelRow[] {
    const { type, value, isWithdrawn } = indicator;
    return (this.#rules.get(type) ?? []).flatMap((rule) => {
      const cut = value.indexOf('|');
      const [left, right] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
      const parts = [partFor(rule.whole, value), partFor(rule.left, left), partFor(rule.right, right)].flat();
      const isDeletedRow = isWithdrawn || !this.#isEnabled(rule);
      const fitted = parts.map(({ target: [column, kind], text }) => {
        const value = this.#fit(kind, text, !isDeletedRow);
        return { column, value };
      });
      const toRow = (pairs: typeof fitted) =>
        this.#row(indicator, [indicator], pairs[0]?.column ?? '', valuesOf(pairs), isDeletedRow);
      return rule.inOneRow === true ? [toRow(fitted)] : fitted.map((one) => toRow([one]));
    });
  }

  #mapObject(rule: ObjectRule, indicators: readonly Indicator[], mapped: Set<Indicator>): IntelRow[] {
    for (const one of indicators) {
      if (rule.columns.some(({ from }) => matchesAny(one, from))) mapped.add(one);
    }
    // An object exists while one of its attributes does, but without the values of deleted attributes.
    const live = indicators.filter((one) => !one.isWithdrawn);
    const key = live.find((one) => mapped.has(one)) ?? live[0];
    const isDeletedRow = key === undefined || !this.#isEnabled(rule);
    const current = key === undefined ? indicators : indicators.filter((one) => !one.isDeleted);
    const combinations = this.#combinations(rule, current, !isDeletedRow);
    // Also delete earlier rows: those for values that no longer exist, and those keyed by another attribute.
    const count = Math.max(combinations.length, maxRowsOf(rule, indicators));
    const fields = Array.from({ length: count }, (_none, index) => `${rule.object}/${index}`);
    return indicators.flatMap((one) =>
      fields.map((field, index) =>
        one === (key ?? indicators[0])
          ? this.#row(one, indicators, field, combinations[index] ?? {}, isDeletedRow)
          : this.#row(one, [one], field, {}, true),
      ),
    );
  }

  /** The combinations of the values of all columns. */
  #combinations(
    { columns }: ObjectRule,
    indicators: readonly Indicator[],
    countsSkipped: boolean,
  ): Record<string, string>[] {
    let rows: Record<string, string>[] = [{}];
    let total = 1;
    for (const column of columns) {
      const found = sourcesOf(column, indicators).map((one) =>
        this.#fit(column.kind, one.value, countsSkipped),
      );
      const values = [...new Set(found.filter((value) => value !== undefined))];
      if (values.length === 0 && column.required === true) return [];
      if (values.length === 0) continue;
      total *= values.length;
      // Limit the intermediate results: all combinations may not fit into memory.
      rows = rows
        .flatMap((row) => values.map((value) => ({ ...row, [column.column]: value })))
        .slice(0, MAX_COMBINATIONS);
    }
    const some = rows.filter((row) => Object.keys(row).length > 0);
    if (countsSkipped) this.#count('too many combinations in one object', total - rows.length);
    return some.map((row) => ({ ...row, ...this.#distinguishedNameColumns(row) }));
  }

  /** Organisation and unit from the distinguished names of a certificate. */
  #distinguishedNameColumns(row: Readonly<Record<string, string>>): Record<string, string> {
    const parts: Record<string, string> = {};
    for (const column of ['certificate_issuer', 'certificate_subject']) {
      const name = parseDistinguishedName(row[column] ?? '');
      for (const [suffix, type] of Object.entries(DISTINGUISHED_NAME_TYPES)) {
        const value = this.#fit('text', name.get(type) ?? '', false);
        if (value !== undefined) parts[`${column}_${suffix}`] = value;
      }
    }
    return parts;
  }

  #isEnabled({ optIn }: AttributeRule | ObjectRule): boolean {
    return optIn === undefined || this.#options.include.includes(optIn);
  }

  #fit(kind: Target[1], text: string, countsSkipped: boolean): string | undefined {
    const result = normalise(kind, text, this.#options);
    if ('value' in result) return result.value;
    if (countsSkipped) this.#count(result.skipReason, 1);
    return undefined;
  }

  #count(reason: string, count: number): void {
    if (count > 0) this.skippedValues.set(reason, (this.skippedValues.get(reason) ?? 0) + count);
  }

  /** @param one the attribute that keys the row @param group the attributes for weight and description */
  #row(
    one: Indicator,
    group: readonly Indicator[],
    field: string,
    values: Readonly<Record<string, string>>,
    isDeletedRow: boolean,
  ): IntelRow {
    const entries = Object.entries(values);
    const timestamp = Math.max(...group.map(({ timestamp }) => timestamp));
    return {
      values,
      weight: this.#options.weights.weightOf(group),
      description: descriptionOf(group),
      field,
      // Enterprise Security ignores letter case.
      key: entries.map(([column, value]) => `${column}=${value.toLowerCase()}`).join('|'),
      uuid: one.uuid,
      instance: one.instance,
      timestamp,
      seen: Math.max(timestamp, one.publishTimestamp),
      isDeleted: isDeletedRow || entries.length === 0,
      wasWithdrawn: isDeletedRow && one.isMarkedWithdrawn,
    };
  }
}

/** Rows of one object. Nobody creates an object with more combinations by hand. */
const MAX_COMBINATIONS = 100;

/** Suffix of a column, and its type in a distinguished name. */
const DISTINGUISHED_NAME_TYPES = { organization: 'O', unit: 'OU' };

function partFor(target: Target | undefined, text: string) {
  return target === undefined ? [] : [{ target, text }];
}

function valuesOf(parts: readonly { readonly column: string; readonly value: string | undefined }[]) {
  // The first value is the indicator. Without it the row has no meaning.
  if (parts[0]?.value === undefined) return {};
  return Object.fromEntries(
    parts.flatMap(({ column, value }) => (value === undefined ? [] : [[column, value]])),
  );
}

function matchesAny(indicator: Indicator, parts: readonly Part[]): boolean {
  return parts.some(
    ({ relation, type }) =>
      (relation ?? indicator.relation) === indicator.relation && (type ?? indicator.type) === indicator.type,
  );
}

function sourcesOf({ from, all }: ObjectColumn, indicators: readonly Indicator[]): readonly Indicator[] {
  if (all === true) return indicators.filter((one) => matchesAny(one, from));
  for (const one of from) {
    const found = indicators.filter((indicator) => matchesAny(indicator, [one]));
    if (found.length > 0) return found;
  }
  return [];
}

/** The maximum number of rows that the object may have had with earlier values. */
function maxRowsOf({ columns }: ObjectRule, indicators: readonly Indicator[]): number {
  const counts = columns.map(({ from }) => indicators.filter((one) => matchesAny(one, from)).length);
  return Math.min(
    MAX_COMBINATIONS,
    counts.reduce((product, count) => product * Math.max(1, count), 1),
  );
}
