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
import { fit, type FitOptions } from '../values/normalise.ts';
import type { Weights } from '../weights.ts';

export interface MapperOptions extends FitOptions {
  readonly feed: FeedName;
  /** Names of opt-in types and objects. */
  readonly include: readonly string[];
  readonly weights: Weights;
}

/** A row of a feed, and what is known of it. */
export interface IntelRow {
  /** Column of the feed to value; none when the value does not fit. */
  readonly values: Readonly<Record<string, string>>;
  readonly weight: number;
  readonly description: string;
  /** Which part of the attribute it is: the row of the same part of the same attribute replaces it. */
  readonly field: string;
  /** The same for rows that say the same, whatever attribute they come from. Blank without values. */
  readonly key: string;
  readonly uuid: string;
  readonly instance: string;
  readonly timestamp: number;
  /** When MISP last said something of it: changed or published, Unix seconds. */
  readonly seen: number;
  /** There must be no such row, or no more. */
  readonly isDeleted: boolean;
  /** It is deleted because it was withdrawn, not because it is none for this feed. */
  readonly wasWithdrawn: boolean;
}

/** Maps indicators to the rows of one feed, by the tables of `mapping.ts`. */
export class Mapper {
  /** Why values were left out, with how many. */
  readonly misfits = new Map<string, number>();
  readonly #options: MapperOptions;
  readonly #rules = new Map<string, AttributeRule[]>();
  readonly #objects: readonly ObjectRule[];

  constructor(options: MapperOptions) {
    this.#options = options;
    for (const rule of ATTRIBUTE_RULES) {
      if (rule.feed !== options.feed) continue;
      for (const type of rule.types) this.#rules.set(type, [...(this.#rules.get(type) ?? []), rule]);
    }
    this.#objects = OBJECT_RULES.filter(({ feed }) => feed === options.feed);
  }

  /** Whether attributes of an object must be mapped together. */
  get needsObjects(): boolean {
    return this.#objects.length > 0;
  }

  /** @param indicators a loose attribute, or all those of an object */
  map(indicators: readonly Indicator[]): IntelRow[] {
    const used = new Set<Indicator>();
    const ofObjects = this.#objects
      .filter(({ knownBy, unless = [] }) => {
        const isIn = (parts: readonly Part[]) =>
          indicators.some((one) => one.object_id !== '0' && isAnyOf(one, parts));
        return isIn(knownBy) && !isIn(unless);
      })
      .flatMap((rule) => this.#mapObject(rule, indicators, used));
    return [
      ...ofObjects,
      ...indicators.filter((one) => !used.has(one)).flatMap((one) => this.#mapAttribute(one)),
    ];
  }

  #mapAttribute(indicator: Indicator): IntelRow[] {
    const { type, value, isWithdrawn } = indicator;
    return (this.#rules.get(type) ?? []).flatMap((rule) => {
      const cut = value.indexOf('|');
      const [left, right] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
      const parts = [part(rule.whole, value), part(rule.left, left), part(rule.right, right)].flat();
      const isGone = isWithdrawn || !this.#isWanted(rule);
      const fitted = parts.map(({ target: [column, kind], text }) => {
        const value = this.#fit(kind, text, !isGone);
        return { column, value };
      });
      const make = (some: typeof fitted) =>
        this.#row(indicator, [indicator], some[0]?.column ?? '', valuesOf(some), isGone);
      return rule.together === true ? [make(fitted)] : fitted.map((one) => make([one]));
    });
  }

  #mapObject(rule: ObjectRule, indicators: readonly Indicator[], used: Set<Indicator>): IntelRow[] {
    for (const one of indicators) {
      if (rule.columns.some(({ from }) => isAnyOf(one, from))) used.add(one);
    }
    // While one of its attributes stands, the object does; but none of its values that were deleted.
    const live = indicators.filter((one) => !one.isWithdrawn);
    const key = live.find((one) => used.has(one)) ?? live[0];
    const isGone = key === undefined || !this.#isWanted(rule);
    const there = key === undefined ? indicators : indicators.filter((one) => !one.isDeleted);
    const combinations = this.#combinations(rule, there, !isGone);
    // Former rows must leave, too: those of more values than there are now, or named after another attribute.
    const count = Math.max(combinations.length, mostRowsOf(rule, indicators));
    const fields = Array.from({ length: count }, (_none, index) => `${rule.object}/${index}`);
    return indicators.flatMap((one) =>
      fields.map((field, index) =>
        one === (key ?? indicators[0])
          ? this.#row(one, indicators, field, combinations[index] ?? {}, isGone)
          : this.#row(one, [one], field, {}, true),
      ),
    );
  }

  /** Each value of a column with each of the others. */
  #combinations(
    { columns }: ObjectRule,
    indicators: readonly Indicator[],
    counts: boolean,
  ): Record<string, string>[] {
    let rows: Record<string, string>[] = [{}];
    let total = 1;
    for (const column of columns) {
      const found = sourcesOf(column, indicators).map((one) => this.#fit(column.kind, one.value, counts));
      const values = [...new Set(found.filter((value) => value !== undefined))];
      if (values.length === 0 && column.required === true) return [];
      if (values.length === 0) continue;
      total *= values.length;
      // Cut in between, too: all of them may be too many to hold.
      rows = rows
        .flatMap((row) => values.map((value) => ({ ...row, [column.column]: value })))
        .slice(0, MAX_ROWS);
    }
    const some = rows.filter((row) => Object.keys(row).length > 0);
    if (counts) this.#count('too many combinations in one object', total - rows.length);
    return some.map((row) => ({ ...row, ...this.#nameParts(row) }));
  }

  /** Organisation and unit from the distinguished names of a certificate. */
  #nameParts(row: Readonly<Record<string, string>>): Record<string, string> {
    const parts: Record<string, string> = {};
    for (const column of ['certificate_issuer', 'certificate_subject']) {
      const name = parseDistinguishedName(row[column] ?? '');
      for (const [suffix, type] of Object.entries(NAME_PARTS)) {
        const value = this.#fit('text', name.get(type) ?? '', false);
        if (value !== undefined) parts[`${column}_${suffix}`] = value;
      }
    }
    return parts;
  }

  #isWanted({ optIn }: AttributeRule | ObjectRule): boolean {
    return optIn === undefined || this.#options.include.includes(optIn);
  }

  #fit(kind: Target[1], text: string, counts: boolean): string | undefined {
    const result = fit(kind, text, this.#options);
    if ('value' in result) return result.value;
    if (counts) this.#count(result.misfit, 1);
    return undefined;
  }

  #count(reason: string, count: number): void {
    if (count > 0) this.misfits.set(reason, (this.misfits.get(reason) ?? 0) + count);
  }

  /** @param one whose row it is @param group what weight and description come from */
  #row(
    one: Indicator,
    group: readonly Indicator[],
    field: string,
    values: Readonly<Record<string, string>>,
    isGone: boolean,
  ): IntelRow {
    const entries = Object.entries(values);
    const timestamp = Math.max(...group.map(({ timestamp }) => timestamp));
    return {
      values,
      weight: this.#options.weights.of(group),
      description: descriptionOf(group),
      field,
      // Enterprise Security compares without regard to letter case.
      key: entries.map(([column, value]) => `${column}=${value.toLowerCase()}`).join('|'),
      uuid: one.uuid,
      instance: one.instance,
      timestamp,
      seen: Math.max(timestamp, one.publishTimestamp),
      isDeleted: isGone || entries.length === 0,
      wasWithdrawn: isGone && one.wasToldWithdrawn,
    };
  }
}

/** An object of so many values that their combinations are more is none that anybody made by hand. */
const MAX_ROWS = 100;

/** Suffix of the columns to type within a distinguished name. */
const NAME_PARTS = { organization: 'O', unit: 'OU' };

function part(target: Target | undefined, text: string) {
  return target === undefined ? [] : [{ target, text }];
}

function valuesOf(parts: readonly { readonly column: string; readonly value: string | undefined }[]) {
  // The first is what the row is about: without it, the others say nothing.
  if (parts[0]?.value === undefined) return {};
  return Object.fromEntries(
    parts.flatMap(({ column, value }) => (value === undefined ? [] : [[column, value]])),
  );
}

function isAnyOf(indicator: Indicator, parts: readonly Part[]): boolean {
  return parts.some(
    ({ relation, type }) =>
      (relation ?? indicator.relation) === indicator.relation && (type ?? indicator.type) === indicator.type,
  );
}

function sourcesOf({ from, all }: ObjectColumn, indicators: readonly Indicator[]): readonly Indicator[] {
  if (all === true) return indicators.filter((one) => isAnyOf(one, from));
  for (const one of from) {
    const found = indicators.filter((indicator) => isAnyOf(indicator, [one]));
    if (found.length > 0) return found;
  }
  return [];
}

/** How many rows the object may have had, whatever its values were. */
function mostRowsOf({ columns }: ObjectRule, indicators: readonly Indicator[]): number {
  const counts = columns.map(({ from }) => indicators.filter((one) => isAnyOf(one, from)).length);
  return Math.min(
    MAX_ROWS,
    counts.reduce((product, count) => product * Math.max(1, count), 1),
  );
}
