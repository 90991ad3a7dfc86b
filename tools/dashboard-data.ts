import { fillMatches } from './match-data.ts';
import { addRun } from '../test/support/misp-index.ts';
import { FEED_NAMES, runFeed } from '../test/stand-ins/splunk/es.ts';
import { runInput } from '../test/stand-ins/splunk/programs/input.ts';
import { runSavedSearch } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

const EVERYTHING = { misp_es_source: 'misp_instance=misp_covid changed=90d' };
const ALL_INDICATORS = {
  misp_indicators_source: 'misp_instance=misp_covid changed=90d published=true include_withdrawn=true',
};
const INSTANCES = ['misp_covid', 'misp_sector'];

/** Creates data for the dashboards: an index filled by the input of misp_covid, a week of runs, feeds, and matches. @param now Unix seconds */
export async function fillForDashboards(splunk: StandInSplunk, now: number): Promise<void> {
  const { exitCode, stderr } = await runInput(splunk, 'misp_covid', { settings: { start: 'all' } });
  if (exitCode !== 0) throw new Error(stderr);
  INSTANCES.forEach((instance, index) => {
    addWeek(splunk, instance, index, now);
  });
  for (const feed of FEED_NAMES) await runFeed(splunk, feed, { macros: EVERYTHING });
  await runSavedSearch(splunk, 'MISP_indicators_update', { macros: ALL_INDICATORS });
  await fillMatches(splunk, now);
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
