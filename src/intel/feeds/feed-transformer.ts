import type { SendMessage, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { IndicatorGroups } from '../rows/indicator-groups.ts';
import type { Indicator } from '../rows/indicator.ts';
import type { IntelRow, Mapper } from './mapper.ts';
import { FEEDS, type FeedName } from '../mapping.ts';

/** Rows in memory for deduplication. */
const MAX_DEDUPLICATED_ROWS = 50_000;
/** Typical maximum of rows for an attribute of an object. */
const ROWS_PER_ATTRIBUTE = 10;

/** The transformer of `mispintel` for rows of one feed. */
export class FeedTransformer implements Transformer {
  readonly #groups: IndicatorGroups;
  readonly #bestRows = new Map<string, IntelRow>();
  readonly #mapper: Mapper;
  readonly #feed: FeedName;
  readonly #deduplicate: boolean;
  readonly #report: SendMessage;
  readonly #maxRows: number;
  #overflows = false;

  /** @param maxRows rows of one chunk, which also limits the rows in memory */
  constructor(mapper: Mapper, feed: FeedName, deduplicate: boolean, say: SendMessage, maxRows = Infinity) {
    this.#groups = new IndicatorGroups(maxRows / ROWS_PER_ATTRIBUTE);
    this.#maxRows = Math.min(maxRows, MAX_DEDUPLICATED_ROWS);
    this.#mapper = mapper;
    this.#feed = feed;
    this.#deduplicate = deduplicate;
    this.#report = say;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    return this.#rowsFor(this.#groups.add(rows, this.#mapper.needsObjects));
  }

  end(): readonly Row[] {
    const rows = [...this.#rowsFor(this.#groups.flush()), ...this.#flush()];
    this.#reportSkipped();
    return rows;
  }

  #rowsFor(groups: Iterable<readonly Indicator[]>): Row[] {
    const given: Row[] = [];
    for (const group of groups) {
      for (const row of this.#mapper.map(group)) {
        if (this.#deduplicate) given.push(...this.#keepBest(row));
        else given.push(this.#rowOf(row));
      }
    }
    return given;
  }

  /** Keeps the best row of each value. Returns all rows when the limit is reached. */
  #keepBest(row: IntelRow): readonly Row[] {
    if (row.key === '' || (row.isDeleted && !row.wasWithdrawn)) return [];
    const current = this.#bestRows.get(row.key);
    if (current === undefined || isBetter(row, current)) this.#bestRows.set(row.key, row);
    if (this.#bestRows.size < this.#maxRows) return [];
    this.#overflows = true;
    return this.#flush();
  }

  #flush(): readonly Row[] {
    const rows = Array.from(this.#bestRows.values(), (row) => this.#rowOf(row));
    this.#bestRows.clear();
    return rows;
  }

  #rowOf(row: IntelRow): Row {
    const result: Row = {};
    for (const column of FEEDS[this.#feed].columns) result[column] = row.values[column] ?? '';
    result['weight'] = String(row.weight);
    result['description'] = row.description;
    result['misp_intel_field'] = row.field;
    result['misp_intel_value'] = row.key;
    result['misp_attribute_uuid'] = row.uuid;
    result['misp_instance'] = row.instance;
    result['misp_timestamp'] = String(row.timestamp);
    result['misp_seen'] = String(row.seen);
    result['deleted'] = row.isDeleted ? 'True' : 'False';
    return result;
  }

  #reportSkipped(): void {
    const { skippedValues } = this.#mapper;
    if (skippedValues.size > 0) {
      const counts = Array.from(skippedValues, ([reason, count]) => `${reason} (${count})`);
      this.#report('INFO', `${this.#feed}_intel skipped values that do not fit: ${counts.join(', ')}.`);
    }
    if (this.#overflows) {
      this.#report(
        'WARN',
        `${this.#feed}_intel has more than ${this.#maxRows} values: some may be duplicates. Add | sort 0 -num(weight) | dedup misp_intel_value.`,
      );
    }
  }
}

/** Prefers live rows to withdrawn ones, then the higher weight, then the newer row. */
function isBetter(one: IntelRow, other: IntelRow): boolean {
  if (one.isDeleted !== other.isDeleted) return !one.isDeleted;
  return one.weight > other.weight || (one.weight === other.weight && one.seen > other.seen);
}
