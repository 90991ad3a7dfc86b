import { idsOf, sameIds } from './support/ids.ts';
import { lab } from './support/lab.ts';
import type { Comparison } from './support/tally.ts';
import type { Known } from './support/universe.ts';

/** Windows are chosen to have at most so many attributes. */
const MOST = 5_000;
/** A relative time is resolved some seconds before or after ours: attributes this close to an edge are not compared. */
const EDGE_SECONDS = 120;
const DAY = 86_400;

type Clock = (known: Known) => number;

const CLOCKS: Readonly<Record<string, Clock>> = {
  timestamp: ({ attribute }) => Number(attribute.timestamp),
  last: ({ event }) => Number(event.publish_timestamp),
  publish_timestamp: ({ event }) => Number(event.publish_timestamp),
};

describe('mispgetioc, windows of time over the whole server', () => {
  for (const [option, clock] of Object.entries(CLOCKS)) {
    it(`${option}=<from>,<to>`, () =>
      compareWindows(`mispgetioc ${option}=<from>,<to>`, async (comparison) => {
        for (const [from, to] of windowsOf(clock, option))
          await compareIds(
            `${option}=${from},${to}`,
            (known) => clock(known) >= from && clock(known) <= to,
            comparison,
          );
      }));

    it(`${option}=<from>`, () =>
      compareWindows(`mispgetioc ${option}=<from>`, async (comparison) => {
        const from = newest(clock);
        await compareIds(`${option}=${from}`, (known) => clock(known) >= from, comparison);
      }));

    it(`${option}=<relative>`, () =>
      compareWindows(`mispgetioc ${option}=<relative>`, async (comparison) => {
        const now = await lab().truth.now();
        const minutes = Math.ceil((now - newest(clock)) / 60) + 3;
        const from = now - minutes * 60;
        const isClear = (known: Known) => Math.abs(clock(known) - from) > EDGE_SECONDS;
        await compareIds(`${option}=${minutes}m`, (known) => clock(known) >= from, comparison, isClear);
      }));
  }

  it('changed=<from>,<to>', () =>
    compareWindows('mispgetioc changed=<from>,<to>', async (comparison) => {
      const changed: Clock = ({ event }) => Number(event.timestamp);
      for (const [from, to] of windowsOf(changed, 'changed')) {
        const within = (time: number) => time >= from && time <= to;
        await compareIds(
          `changed=${from},${to}`,
          ({ event }) => within(Number(event.timestamp)) || within(Number(event.publish_timestamp)),
          comparison,
        );
      }
    }));

  it('date=', () =>
    compareWindows('mispgetioc date=', async (comparison) => {
      const day: Clock = ({ event }) => Date.parse(event.date) / 1000 || 0;
      const text = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
      for (const [from, to] of windowsOf(day, 'date'))
        await compareIds(
          `date=${text(from)},${text(to)}`,
          (known) => day(known) >= from && day(known) <= to,
          comparison,
        );
      const first = newest(day);
      await compareIds(`date=${text(first)}`, (known) => day(known) >= first, comparison);
    }));
});

async function compareWindows(
  what: string,
  compare: (comparison: Comparison) => Promise<void>,
): Promise<void> {
  const comparison = lab().compare(what);
  if (lab().universe.isWhole) await compare(comparison);
  comparison.end();
}

/** @param isClear of what it is not said whether it is in the window */
async function compareIds(
  options: string,
  isIn: (known: Known) => boolean,
  comparison: Comparison,
  isClear: (known: Known) => boolean = () => true,
): Promise<void> {
  const { universe, truth } = lab();
  const expected = universe.live.filter(isIn);
  const actual = await idsOf(`${options} warning_list=false limit=5000`);
  const isUnsettled = await universe.unsettled(truth);
  const counts = (id: string) => {
    const known = universe.attributes.get(id);
    return known !== undefined && isClear(known) && !isUnsettled(known.event.id);
  };
  const seen = actual.filter(counts);
  comparison.unsettled += actual.length - seen.length;
  sameIds(options, seen, expected.map(({ attribute }) => attribute.id).filter(counts), comparison);
}

/**
 * Some windows, from a time that attributes have to another; of few attributes, but never none. What options take for
 * a missing unit (below 100,000,000) is left out.
 */
function windowsOf(clock: Clock, name: string): readonly (readonly [number, number])[] {
  const counts = countsOf(clock);
  const times = [...counts.keys()].filter((time) => time > 100_000_000).sort((a, b) => a - b);
  return lab()
    .random(name)
    .some(times, 3)
    .map((from) => {
      let to = from;
      let count = 0;
      for (const time of times.filter((one) => one >= from)) {
        count += counts.get(time) ?? 0;
        if (count > MOST || time > from + 30 * DAY) break;
        to = time;
      }
      return [from, to] as const;
    });
}

/** The earliest time since which there are at most so many attributes, or the latest there is. */
function newest(clock: Clock): number {
  const times = lab()
    .universe.live.map(clock)
    .sort((a, b) => b - a);
  const at = times[Math.min(MOST, times.length - 1)] ?? 0;
  return times.filter((time) => time > at).at(-1) ?? times[0] ?? 0;
}

/** How many attributes have which time. */
function countsOf(clock: Clock): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const known of lab().universe.live) counts.set(clock(known), (counts.get(clock(known)) ?? 0) + 1);
  return counts;
}
