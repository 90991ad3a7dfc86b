import { type Filter, filtersOf } from './support/filters.ts';
import { idsOf, sameIds } from './support/ids.ts';
import { lab } from './support/lab.ts';
import { sampleEvents } from './support/sample.ts';
import type { Comparison } from './support/tally.ts';
import type { Known } from './support/universe.ts';

const SAMPLE_ATTRIBUTES = 4_000;
const PAIRS = 40;

describe('mispgetioc, filters as sets of attributes', () => {
  let sample: readonly string[];
  let listed: ReadonlySet<string>;
  let filters: readonly Filter[];

  before(async () => {
    const random = lab().random('filters');
    sample = sampleEvents(lab().universe, random, SAMPLE_ATTRIBUTES);
    listed = await listedIds(sample);
    filters = filtersOf(lab().universe.of(sample), random, listed);
  });

  it('each alone', () =>
    lab().settled('mispgetioc, filters alone', sample, async (events, comparison) => {
      for (const filter of filters) await compareFilters([filter], events, comparison);
    }));

  it('in pairs', () =>
    lab().settled(`mispgetioc, ${PAIRS} pairs of filters`, sample, async (events, comparison) => {
      const pairs = filters.flatMap((one, index) =>
        filters.slice(index + 1).flatMap((other) => (one.key === other.key ? [] : [[one, other]])),
      );
      for (const pair of lab().random('pairs').some(pairs, PAIRS))
        await compareFilters(pair, events, comparison);
    }));

  it('what warning lists take out is on one', async () => {
    const comparison = lab().compare('values taken out by warning lists, asked of warninglists/checkValue');
    const known = lab()
      .random('listed')
      .some([...listed], 500)
      .flatMap((id) => lab().universe.attributes.get(id) ?? []);
    const parts = (value: string) => [value, ...value.split('|')];
    const hits = await lab().truth.listed([
      ...new Set(known.flatMap(({ attribute }) => parts(attribute.value))),
    ]);
    for (const { attribute } of known) {
      comparison.rows += 1;
      comparison.same(
        `attribute ${attribute.id} ${attribute.value}`,
        parts(attribute.value).some((part) => hits.has(part)),
        true,
      );
    }
    comparison.end();
  });

  it('exclude_decayed=true', () =>
    lab().settled('mispgetioc exclude_decayed=true', sample, async (events, comparison) => {
      const expected: string[] = [];
      for (const id of events)
        for (const { id: attribute, deleted, decay_score: scores = [] } of await lab().truth.attributes(id, {
          includeDecayScore: true,
        }))
          if (!deleted && (scores.length === 0 || scores.some(({ decayed }) => !decayed)))
            expected.push(attribute);
      const actual = await idsOf(`eventid=${events.join()} warning_list=false exclude_decayed=true`);
      sameIds('exclude_decayed=true', actual, expected, comparison);
    }));

  it('events by id and uuid', () =>
    lab().settled('mispgetioc eventid=, by id and uuid', sample, async (events, comparison) => {
      const mixed = events.map((id, index) =>
        index % 2 === 0 ? id : (lab().universe.events.get(id)?.uuid ?? id),
      );
      for (const list of [mixed, mixed.slice(0, 1), mixed.slice(1, 2)]) {
        if (list.length === 0) continue;
        const actual = await idsOf(`eventid=${list.join()} warning_list=false`);
        const wanted = live(events.filter((_id, index) => list.includes(mixed[index] ?? '')));
        sameIds(`eventid=${list.length} events`, actual, wanted.map(idOf), comparison);
      }
    }));

  it('limit and page', () =>
    lab().settled('mispgetioc limit x page', sample, async (events, comparison) => {
      const shown = await withoutHidden(events);
      const ids = live(shown).map(idOf);
      const where = `eventid=${shown.join()} warning_list=false`;
      if (ids.length === 0) return;
      for (const limit of [50, 100, 1000])
        for (const page of new Set([
          1,
          2,
          Math.ceil(ids.length / limit),
          Math.ceil(ids.length / limit) + 1,
        ])) {
          const expected = ids.slice((page - 1) * limit, page * limit);
          sameIds(
            `limit=${limit} page=${page}`,
            await idsOf(`${where} limit=${limit} page=${page}`),
            expected,
            comparison,
          );
        }
      for (const limit of [Math.max(50, Math.ceil(ids.length / 7)), 5000])
        sameIds(`limit=${limit}`, await idsOf(`${where} limit=${limit}`), ids, comparison);
    }));
});

async function compareFilters(
  filters: readonly Filter[],
  events: readonly string[],
  comparison: Comparison,
): Promise<void> {
  const options = filters.map(({ option }) => option).join(' ');
  const has = (key: string) => filters.some((one) => one.key === key);
  const pool = has('include_deleted') ? lab().universe.of(events) : live(events);
  const expected = pool.filter((known) => filters.every(({ passes }) => passes(known))).map(idOf);
  const rest = has('warning_list') ? '' : ' warning_list=false';
  sameIds(options, await idsOf(`eventid=${events.join()} ${options}${rest}`), expected, comparison);
}

/** What MISP takes out of each event alone when it is to heed its warning lists. */
async function listedIds(events: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const id of events) {
    const left = new Set(
      (await lab().truth.attributes(id, { enforceWarninglist: true })).map((one) => one.id),
    );
    for (const known of lab().universe.of([id])) if (!left.has(idOf(known))) ids.add(idOf(known));
  }
  return ids;
}

/** Events of which MISP shows all attributes: entries of its Allowedlist take some out after pages were cut. */
async function withoutHidden(events: readonly string[]): Promise<readonly string[]> {
  const shown: string[] = [];
  for (const id of events) {
    const { Attribute = [], Object: objects = [] } = await lab().truth.event(id);
    const count = Attribute.length + objects.reduce((sum, one) => sum + (one.Attribute?.length ?? 0), 0);
    if (count === live([id]).length) shown.push(id);
  }
  return shown;
}

function live(events: readonly string[]): readonly Known[] {
  return lab()
    .universe.of(events)
    .filter(({ attribute }) => !attribute.deleted);
}

function idOf({ attribute }: Known): string {
  return attribute.id;
}
