import type { SendMessage, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { Groups } from '../rows/indicator-groups.ts';
import type { Indicator } from '../rows/indicator.ts';
import type { IntelRow, Mapper } from './mapper.ts';
import { FEEDS, type FeedName } from '../mapping.ts';

/** Rows held back to be folded. */
const MAX_FOLDED_ROWS = 50_000;
/** About the most that an attribute of an object becomes: one for each row that the object may have had. */
const ROWS_OF_AN_ATTRIBUTE = 10;

/** `mispintel` making rows of one feed. */
export class FeedRun implements Transformer {
  readonly #groups: Groups;
  readonly #folded = new Map<string, IntelRow>();
  readonly #mapper: Mapper;
  readonly #feed: FeedName;
  readonly #fold: boolean;
  readonly #say: SendMessage;
  readonly #maxRows: number;
  #overflows = false;

  /** @param maxRows what one answer may have, and so as many as are held back */
  constructor(mapper: Mapper, feed: FeedName, fold: boolean, say: SendMessage, maxRows = Infinity) {
    this.#groups = new Groups(maxRows / ROWS_OF_AN_ATTRIBUTE);
    this.#maxRows = Math.min(maxRows, MAX_FOLDED_ROWS);
    this.#mapper = mapper;
    this.#feed = feed;
    this.#fold = fold;
    this.#say = say;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    return this.#give(this.#groups.of(rows, this.#mapper.needsObjects));
  }

  end(): readonly Row[] {
    const rows = [...this.#give(this.#groups.rest()), ...this.#empty()];
    this.#sayWhatIsMissing();
    return rows;
  }

  #give(groups: Iterable<readonly Indicator[]>): Row[] {
    const given: Row[] = [];
    for (const group of groups) {
      for (const row of this.#mapper.map(group)) {
        if (this.#fold) given.push(...this.#hold(row));
        else given.push(this.#rowOf(row));
      }
    }
    return given;
  }

  /** Keeps the best row of each value. Gives what there was when that becomes too much. */
  #hold(row: IntelRow): readonly Row[] {
    if (row.key === '' || (row.isDeleted && !row.wasWithdrawn)) return [];
    const held = this.#folded.get(row.key);
    if (held === undefined || isBetter(row, held)) this.#folded.set(row.key, row);
    if (this.#folded.size < this.#maxRows) return [];
    this.#overflows = true;
    return this.#empty();
  }

  #empty(): readonly Row[] {
    const rows = Array.from(this.#folded.values(), (row) => this.#rowOf(row));
    this.#folded.clear();
    return rows;
  }

  #rowOf(row: IntelRow): Row {
    const made: Row = {};
    for (const column of FEEDS[this.#feed].columns) made[column] = row.values[column] ?? '';
    made['weight'] = String(row.weight);
    made['description'] = row.description;
    made['misp_intel_field'] = row.field;
    made['misp_intel_value'] = row.key;
    made['misp_attribute_uuid'] = row.uuid;
    made['misp_instance'] = row.instance;
    made['misp_timestamp'] = String(row.timestamp);
    made['misp_seen'] = String(row.seen);
    made['deleted'] = row.isDeleted ? 'True' : 'False';
    return made;
  }

  #sayWhatIsMissing(): void {
    const { misfits } = this.#mapper;
    if (misfits.size > 0) {
      const counts = Array.from(misfits, ([reason, count]) => `${reason} (${count})`);
      this.#say('INFO', `${this.#feed}_intel leaves out what does not fit: ${counts.join(', ')}.`);
    }
    if (this.#overflows) {
      this.#say(
        'WARN',
        `${this.#feed}_intel has more than ${this.#maxRows} values: some may come twice. Add | sort 0 -num(weight) | dedup misp_intel_value.`,
      );
    }
  }
}

/** What stands before what was withdrawn, then the heavier, then the newer. */
function isBetter(one: IntelRow, other: IntelRow): boolean {
  if (one.isDeleted !== other.isDeleted) return !one.isDeleted;
  return one.weight > other.weight || (one.weight === other.weight && one.seen > other.seen);
}
