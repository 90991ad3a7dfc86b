import Table from 'cli-table3';
import { expect } from 'chai';

/** One comparison: what was compared, how much of it, and what differed. */
export class Comparison {
  readonly what: string;
  /** Attributes, events or records compared. */
  rows = 0;
  /** Fields or values compared. */
  values = 0;
  readonly mismatches: string[] = [];
  /** Events or attributes left out: somebody changed them meanwhile, or they are too near the edge of a relative time. */
  unsettled = 0;

  constructor(what: string) {
    this.what = what;
  }

  /** Counts a value; texts, or lists of them, whose order does not matter. */
  same(where: string, actual: unknown, expected: unknown): void {
    this.values += 1;
    const [is, shouldBe] = [canonical(actual), canonical(expected)];
    if (is !== shouldBe) this.mismatches.push(`${where}: ${brief(is)} instead of ${brief(shouldBe)}`);
  }

  mismatch(text: string): void {
    this.mismatches.push(text);
  }

  /** Begins anew, without so many that were changed meanwhile. */
  again(unsettled: number): void {
    this.rows = 0;
    this.values = 0;
    this.mismatches.splice(0);
    this.unsettled += unsettled;
  }

  /** @throws AssertionError with the first mismatches */
  end(): void {
    expect(this.mismatches.slice(0, 20), `${this.what}: ${this.mismatches.length} mismatches`).to.deep.equal(
      [],
    );
  }
}

export class Tally {
  readonly #comparisons: Comparison[] = [];

  start(what: string): Comparison {
    const comparison = new Comparison(what);
    this.#comparisons.push(comparison);
    return comparison;
  }

  print(output: NodeJS.WritableStream): void {
    const table = new Table({
      head: ['compared', 'attributes, rows', 'fields, values', 'left out', 'mismatches'],
      style: { head: [], border: [], compact: true },
    });
    const count = (of: (one: Comparison) => number) =>
      this.#comparisons.reduce((sum, one) => sum + of(one), 0);
    for (const { what, rows, values, unsettled, mismatches } of this.#comparisons)
      table.push([what, rows, values, unsettled, mismatches.length]);
    table.push([
      'all',
      count((one) => one.rows),
      count((one) => one.values),
      count((one) => one.unsettled),
      count((one) => one.mismatches.length),
    ]);
    output.write(`\n${table.toString()}\n`);
  }
}

/** Lists without order and repetitions; what is missing, null or empty is all the same: no value. */
function canonical(value: unknown): string {
  const texts = [value ?? []].flat().map(String);
  return JSON.stringify([...new Set(texts)].filter((text) => text !== '').sort());
}

function brief(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
