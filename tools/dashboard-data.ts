import { fillMatches } from './match-data.ts';
import { addRun } from '../test/support/misp-index.ts';
import type { MispServer } from '../test/stand-ins/misp/server.ts';
import { FEED_NAMES, runFeed } from '../test/stand-ins/splunk/es.ts';
import { runInput } from '../test/stand-ins/splunk/programs/input.ts';
import { runSavedSearch } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

const EVERYTHING = { misp_es_source: 'misp_instance=misp changed=90d' };
const ALL_INDICATORS = {
  misp_indicators_source: 'misp_instance=misp changed=90d published=true include_withdrawn=true',
};
/** Techniques are real ones, actors and tools are invented. */
const GALAXIES = [
  ['mitre-attack-pattern="Spearphishing Attachment - T1566.001"', 'mitre-attack-pattern="Phishing - T1566"'],
  ['mitre-attack-pattern="Data Encrypted for Impact - T1486"', 'threat-actor="Invented Owl"'],
  ['mitre-attack-pattern="Web Protocols - T1071.001"', 'tool="Invented Loader"'],
  ['mitre-attack-pattern="Exploit Public-Facing Application - T1190"', 'malpedia="Invented Stealer"'],
  ['mitre-attack-pattern="Spearphishing Link - T1566.002"', 'sector="Health"'],
] as const;
const INSTANCES = ['misp', 'misp_sector'];

/** Creates data for the dashboards: an index filled by the input of misp, a week of runs, feeds, and matches. @param now Unix seconds */
export async function fillForDashboards(splunk: StandInSplunk, misp: MispServer, now: number): Promise<void> {
  addGalaxies(misp);
  const { exitCode, stderr } = await runInput(splunk, 'misp', { settings: { start: 'all' } });
  if (exitCode !== 0) throw new Error(stderr);
  INSTANCES.forEach((instance, index) => {
    addWeek(splunk, instance, index, now);
  });
  for (const feed of FEED_NAMES) await runFeed(splunk, feed, { macros: EVERYTHING });
  await runSavedSearch(splunk, 'MISP_indicators_update', { macros: ALL_INDICATORS });
  await fillMatches(splunk, now);
}

/** Tags events with galaxies as MISP names them. The stories have few, since tests count their tags. */
function addGalaxies({ store }: MispServer): void {
  const events = store.events.filter(({ info }) => !info.includes('Not yet'));
  for (const [place, galaxies] of GALAXIES.entries())
    for (const event of events.filter((_event, at) => at % GALAXIES.length === place))
      event.tags.push(...galaxies.map((galaxy) => `misp-galaxy:${galaxy}`));
}

/** Adds a run for each hour of a week. The second instance is unreachable for some hours, and again at the end. */
function addWeek(splunk: StandInSplunk, instance: string, index: number, now: number): void {
  for (let hour = 167; hour >= 0; hour -= 1) {
    const isDown = index === 1 && (hour < 3 || (hour > 60 && hour < 66));
    const wave = 1 + Math.sin((hour + index * 5) / 4);
    addRun(splunk, instance, {
      // Before the real run, which is now.
      time: now - hour * 3600 - 600 - 60 * index,
      status: isDown ? 'failed' : 'success',
      ...(isDown && { error: 'MISP did not respond within 200 seconds (read_timeout)' }),
      duration: isDown ? 200 : 3 + 4 * wave,
      attributes: isDown ? 0 : Math.round(60 * wave),
      requests: isDown ? 3 : 4 + Math.round(2 * wave),
      lag: isDown ? (hour < 3 ? 4 - hour : 67 - hour) * 3600 : Math.round(120 + 90 * wave),
    });
  }
}
