import { isIPv6 } from 'node:net';
import type { Row } from '../../src/protocol/rows.ts';
import { lab } from './support/lab.ts';
import { cutOnce, folded, otherSpellings, trimmed, valuesToLookUp } from './support/look-ups.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute } from './support/truth.ts';

/** Rows of an answer to one look-up: where it is full, MISP took the value for nearly everything. */
const MOST_ROWS = 2_000;

describe('mispsearch beside look-ups one at a time', () => {
  let values: readonly string[];
  let zoned: readonly string[];
  const answers = new Map<string, Promise<ReadonlyMap<string, Attribute>>>();

  before(() => {
    const all = valuesToLookUp();
    values = all.filter((value) => !hasZone(value));
    zoned = all.filter(hasZone);
  });

  /** What MISP answers to one value alone; of a pattern only what is literally so. */
  const lookUp = (value: string): Promise<ReadonlyMap<string, Attribute>> => {
    const known = answers.get(value) ?? literally(value);
    answers.set(value, known);
    return known;
  };

  for (const pipesplit of [true, false]) {
    it(`pipesplit=${pipesplit}`, () => compareSearch(`pipesplit=${pipesplit}`, values, pipesplit));
  }

  it('addresses with a zone', () => compareSearch('pipesplit=true', zoned, true));

  async function compareSearch(options: string, asked: readonly string[], pipesplit: boolean): Promise<void> {
    const comparison = lab().compare(`mispsearch ${options}, ${asked.length} values`);
    const input: Row[] = asked.map((value, index) => ({ n: String(index), value }));
    const rows = await lab().search(`mispsearch field=value limit=0 ${options}`, { input: [input] });
    comparison.same(
      'records',
      rows.map((row) => row['n']),
      input.map((row) => row['n']),
    );
    for (const [index, row] of rows.entries()) {
      const value = asked[index] ?? '';
      comparison.rows += 1;
      comparison.same(`record ${index}`, row['value'], value);
      await compareMatches(value, row, pipesplit, comparison);
    }
    comparison.end();
  }

  async function compareMatches(
    value: string,
    row: Row,
    pipesplit: boolean,
    comparison: Comparison,
  ): Promise<void> {
    const actual = matchesOf(row);
    const text = trimmed(value);
    const found = ['', '0', '%'].includes(text) ? new Map<string, Attribute>() : await lookUp(text);
    // What MISP takes for nearly everything is not looked up; a warning says so.
    if (found.size >= MOST_ROWS) return;
    const composites = wholeComposites().get(folded(text)) ?? [];
    const required = new Set([...found.keys(), ...(pipesplit ? composites : [])]);
    const allowed = new Set([...required, ...composites]);
    for (const other of [...otherSpellings(text), ...(pipesplit ? halvesOf(text) : [])])
      for (const id of (await lookUp(other)).keys()) allowed.add(id);
    comparison.values += Math.max(required.size, actual.length);
    const name = JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
    const missing = [...required].filter((id) => !actual.includes(id));
    const extra = actual.filter((id) => !allowed.has(id) || isOfPortAlone(id, text));
    if (missing.length > 0)
      comparison.mismatch(`${name}: without ${missing.length}, like attribute ${missing[0]}`);
    if (extra.length > 0)
      comparison.mismatch(`${name}: ${extra.length} too many, like attribute ${extra[0]}`);
  }
});

/** `fe80::1%eth0`, as logs of Windows and Linux write link-local addresses. */
function hasZone(value: string): boolean {
  return isIPv6(value) && value.includes('%');
}

/** `a|b` finds the address or host a, but not all that has port b. */
function isOfPortAlone(id: string, text: string): boolean {
  const attribute = lab().universe.attributes.get(id)?.attribute;
  if (attribute?.type.endsWith('|port') !== true || !text.includes('|')) return false;
  const left = (value: string) => folded(value.replace(/\|.*$/s, '').trim());
  return left(attribute.value) !== left(text);
}

function halvesOf(text: string): readonly string[] {
  return cutOnce(text)
    .map(trimmed)
    .flatMap((half) => [half, ...otherSpellings(half)])
    .filter((half) => half !== '');
}

/** Ids of composites by their whole values in lower case, by which MISP itself finds none. */
let byWhole: Map<string, string[]> | undefined;

function wholeComposites(): ReadonlyMap<string, readonly string[]> {
  if (byWhole) return byWhole;
  byWhole = new Map();
  for (const { attribute } of lab().universe.live) {
    if (!attribute.type.includes('|')) continue;
    const key = folded(attribute.value);
    byWhole.set(key, [...(byWhole.get(key) ?? []), attribute.id]);
  }
  return byWhole;
}

/** A pattern may find more than an answer has: of it, what is literally so is looked for in the table. */
async function literally(value: string): Promise<ReadonlyMap<string, Attribute>> {
  if (!/^%|%$/.test(value)) return new Map((await lab().truth.withValue(value)).map((one) => [one.id, one]));
  const halves = ({ type, value: own }: Attribute) => (type.includes('|') ? cutOnce(own) : [own]);
  const same = lab()
    .universe.live.map(({ attribute }) => attribute)
    .filter((one) => halves(one).some((part) => folded(part) === folded(value)));
  return new Map(same.map((one) => [one.id, one]));
}

/** Ids of the attributes that a record got. */
function matchesOf(row: Row): readonly string[] {
  return [row['misp_attributes'] ?? []].flat().flatMap((text) => {
    const { misp_attribute_id } = JSON.parse(text) as { misp_attribute_id: string | readonly string[] };
    return misp_attribute_id;
  });
}
