import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { startMisp } from '../stand-ins/misp/server.ts';
import {
  type InputEvent,
  type InputOptions,
  type InputResult,
  runInput,
  RunningInput,
} from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { busyStore, keepBusy } from './busy-store.ts';

/** Each takes a third of a second: `KILLS=200 npm run test:kills` for as many as one wants to wait for. */
const KILLS = Number(process.env['KILLS'] ?? 12);
const PAGE_ROWS = 100;

/** What happens to a run in the middle. */
interface Accident {
  readonly what: string;
  readonly times: number;
  /** So many attributes may be written twice each time. */
  readonly repeats: number;
  /** @returns whether it came before the end of the run */
  readonly befall: (running: RunningInput) => boolean;
}

const ACCIDENTS: readonly Accident[] = [
  {
    what: 'is killed',
    times: KILLS,
    repeats: PAGE_ROWS,
    befall: ({ process }) => process.kill('SIGKILL'),
  },
  {
    what: 'has its reader go away',
    times: Math.ceil(KILLS / 2),
    // A page, and the quarter of a megabyte that was written last.
    repeats: PAGE_ROWS + 800,
    befall: ({ process }) => {
      process.stdout.destroy();
      return process.exitCode === null;
    },
  },
];

for (const accident of ACCIDENTS)
  describe(`the modular input ${accident.what} ${accident.times} times while MISP is being changed`, () => {
    // From a day on, events are gone through by their own clocks, too.
    for (const start of ['all', '2020-01-01'])
      it(`loses nothing, repeats little, and knows in the end what is gone: start=${start}`, async function () {
        this.timeout(60_000 + KILLS * 2000);
        await runAndCompare(accident, { settings: { start, reconcile_interval: '1' } });
      });
  });

async function runAndCompare(accident: Accident, options: InputOptions): Promise<void> {
  const store = busyStore();
  const misp = await startMisp({ store, latencyMs: 3 });
  const splunk = await StandInSplunk.start({
    instances: { misp_covid: { misp_url: misp.url, page_size: PAGE_ROWS } },
    secrets: { 'misp_covid.misp_key': misp.keys['admin'] ?? '' },
  });
  const emitted: InputEvent[] = [];
  const take = (result: InputResult) => {
    expect(result.stderr).not.to.match(/Internal error/);
    emitted.push(...result.events);
    return result;
  };
  let accidents = 0;
  const busy = keepBusy(store);
  try {
    await runInput(splunk, 'misp_covid', { args: ['--scheme'], xml: '' });
    while (accidents < accident.times) {
      const running = new RunningInput(splunk, 'misp_covid', options);
      await sleep(120 + Math.random() * 500);
      if (accident.befall(running)) accidents += 1;
      take(await running.ended());
    }
    busy.stop();
    // The last change was within this second, which MISP's clock does not tell from the one before.
    for (let runs = 0; runs < 3; runs += 1) {
      await sleep(1100);
      const { exitCode, stderr } = take(await runInput(splunk, 'misp_covid', options));
      expect(exitCode, stderr).to.equal(0);
    }
    const attributes = latestOf(emitted, 'misp:attribute', 'misp_attribute_uuid');
    const wanted = store.attributes.map((one) => [
      one.uuid,
      {
        value: one.value,
        timestamp: one.timestamp,
        to_ids: one.to_ids,
        deleted: one.deleted,
        tags: [...new Set([...one.tags, ...one.event.tags])].sort(),
        info: one.event.info,
      },
    ]);
    const held = [...attributes].flatMap(([uuid, one]) =>
      one['misp_removed'] === true
        ? []
        : [
            [
              uuid,
              {
                value: one['misp_value'],
                timestamp: one['misp_timestamp'],
                to_ids: one['misp_to_ids'],
                deleted: one['misp_deleted'],
                tags: [one['misp_tag'] ?? []].flat().sort(),
                info: one['misp_event_info'],
              },
            ],
          ],
    );
    expect(Object.fromEntries(held)).to.deep.equal(Object.fromEntries(wanted));
    const events = latestOf(emitted, 'misp:event', 'misp_event_uuid');
    const eventsHeld = [...events].filter(([, one]) => one['misp_removed'] !== true);
    expect(
      Object.fromEntries(eventsHeld.map(([uuid, one]) => [uuid, Number(one['misp_event_timestamp'])])),
    ).to.deep.equal(Object.fromEntries(store.events.map(({ uuid, timestamp }) => [uuid, timestamp])));
    const repeated = repetitionsIn(emitted);
    expect(repeated, 'repeated').to.be.at.most(accident.times * accident.repeats);
    if (process.env['KILLS'] !== undefined)
      console.log(
        `${accident.what} ${accident.times} times, ${busy.changes()} changes, ${emitted.length} events of Splunk's, ` +
          `${attributes.size} attributes, of them ${held.length} still there; repeated: ${repeated}`,
      );
    expect(busy.changes(), 'changes').to.be.above(accident.times * 5);
  } finally {
    busy.stop();
    await splunk.close();
    await misp.close();
  }
}

/** The last event of each thing, parsed. */
function latestOf(
  events: readonly InputEvent[],
  sourcetype: string,
  field: string,
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const latest = new Map<string, Record<string, unknown>>();
  for (const { data } of events.filter((one) => one.sourcetype === sourcetype)) {
    const parsed = JSON.parse(data) as Record<string, unknown>;
    latest.set(String(parsed[field]), parsed);
  }
  return latest;
}

/** Attributes that were written again although nothing was new. */
function repetitionsIn(events: readonly InputEvent[]): number {
  const had = new Set<string>();
  let repeated = 0;
  for (const { data, sourcetype } of events) {
    if (sourcetype !== 'misp:attribute') continue;
    const fields = Object.entries(JSON.parse(data) as Record<string, unknown>);
    const text = JSON.stringify(fields.filter(([name]) => !VOLATILE.includes(name)));
    if (had.has(text)) repeated += 1;
    had.add(text);
  }
  return repeated;
}

/** What an attribute tells of its event's publication is no reason to write it. */
const VOLATILE = ['misp_publish_timestamp', 'misp_event_timestamp', 'misp_event_published'];
