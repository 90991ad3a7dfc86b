import { FEEDS } from '../src/intel/mapping.ts';
import type { MispServer } from '../test/stand-ins/misp/server.ts';
import { FEED_NAMES, feedOf, runFeed } from '../test/stand-ins/splunk/es.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { type Cell, tableOf } from './table.ts';

/** A long window for the first run. */
const FIRST_FILL = { misp_es_source: 'changed=90d' };
const WITHDRAWN = 'login-vaccine.example';

/** The second part: the ten saved searches fill their lookups, then an indicator is withdrawn in MISP. */
export async function showFeeds(
  splunk: StandInSplunk,
  misp: MispServer,
  say: (text: string) => void,
): Promise<void> {
  say('5. The lookups for Enterprise Security, filled by the ten shipped saved searches:\n');
  const started = performance.now();
  const table: Cell[][] = [];
  const notes: string[] = [];
  for (const feed of FEED_NAMES) {
    notes.push(...(await fill(splunk, feed, FIRST_FILL)));
    const { rows } = feedOf(splunk, feed);
    table.push([
      `MISP_ES_${feed}_intel`,
      `misp_es_${feed}_intel.csv`,
      rows.length,
      valueOf(feed, rows[0]),
      rows[0]?.['weight'] ?? '',
    ]);
  }
  say(tableOf(['saved search', 'lookup', 'rows', 'the heaviest', 'weight'], table));
  for (const note of notes) say(`   ${note}`);
  say(`   ${((performance.now() - started) / 1000).toFixed(1)} s\n`);

  const attribute = misp.store.attributes.find(({ value }) => value === WITHDRAWN);
  if (!attribute) throw new Error(`the embedded MISP has no ${WITHDRAWN}`);
  const now = Math.floor(Date.now() / 1000);
  say(
    `6. ${WITHDRAWN} turns out to be a false positive. It is deleted in MISP, and the event is published again.`,
  );
  say(`   before: ${describe(splunk)}`);
  misp.store.softDelete(attribute, now);
  misp.store.publish(attribute.event, now);
  await fill(splunk, 'domain');
  say(`   after the next run of MISP_ES_domain_intel: ${describe(splunk)}`);
}

async function fill(
  splunk: StandInSplunk,
  feed: string,
  macros: Record<string, string> = {},
): Promise<string[]> {
  const { failed, messages } = await runFeed(splunk, feed, { macros });
  const texts = messages.map(([, text]) => text);
  if (failed) throw new Error(texts.join(' '));
  return texts;
}

function valueOf(feed: string, row: Readonly<Record<string, string>> | undefined): string {
  const { values } = FEEDS[feed as keyof typeof FEEDS];
  return values.map((column) => row?.[column] ?? '').find((value) => value !== '') ?? '';
}

function describe(splunk: StandInSplunk): string {
  const { rows } = feedOf(splunk, 'domain');
  const isThere = rows.some((row) => row['domain'] === WITHDRAWN);
  return `${rows.length} domains, ${WITHDRAWN} ${isThere ? 'included' : 'not included'}`;
}
