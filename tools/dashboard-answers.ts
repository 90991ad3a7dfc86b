/** Writes what the dashboards show of the embedded MISP, for those who draw them: `tsx tools/dashboard-answers.ts FILE` */
import { writeFileSync } from 'node:fs';
import { type SplResult, runSavedSearch } from '../test/support/splunkd/spl/run.ts';
import { answersOf, definitionIn, initialTokens } from '../test/support/dashboards.ts';
import { addRun, collectAttributes } from '../test/support/misp-index.ts';
import { startMisp } from '../test/support/misp/server.ts';
import { FEED_NAMES, runFeed } from '../test/support/splunkd/es.ts';
import { StandInSplunk } from '../test/support/splunkd/splunk.ts';

const [file = 'answers.json'] = process.argv.slice(2);
const NOW = Math.floor(Date.now() / 1000);
const INSTANCES = ['misp_covid', 'misp_sector'];
const EVERYTHING = { misp_es_source: 'misp_instance=misp_covid changed=90d' };

const misp = await startMisp({ now: NOW });
const splunk = await StandInSplunk.start({
  instances: { misp_covid: { misp_url: misp.url } },
  secrets: { 'misp_covid.misp_key': misp.keys['automation'] ?? '' },
});
try {
  await collectAttributes(splunk, 'misp_covid');
  INSTANCES.forEach(addWeek);
  for (const feed of FEED_NAMES) await runFeed(splunk, feed, { macros: EVERYTHING });
  await runSavedSearch(splunk, 'MISP_indicators_update');
  const views = await Promise.all(['misp_indicators', 'misp_health'].map(answered));
  writeFileSync(file, JSON.stringify(Object.fromEntries(views)));
} finally {
  await splunk.close();
  await misp.close();
}

async function answered(view: string) {
  const definition = definitionIn(splunk.appDir, view);
  const answers = await answersOf(splunk, definition, initialTokens(definition), NOW + 1);
  const columns = [...answers].map(([name, answer]) => [name, columnsOf(answer)]);
  return [view, { definition, answers: Object.fromEntries(columns) as unknown }] as const;
}

/** As Dashboard Studio gets results: a list of values for each field. */
function columnsOf({ fields, rows }: SplResult) {
  return {
    fields: fields.map((name) => ({ name })),
    columns: fields.map((name) =>
      rows.map((row) => (name === '_time' ? timeOf(row[name]) : (row[name] ?? null))),
    ),
  };
}

function timeOf(cell: unknown): string {
  return new Date(Number(cell) * 1000).toISOString();
}

/** A run each hour of a week: the second instance is out of reach for some hours, and again at the end. */
function addWeek(instance: string, index: number): void {
  for (let hour = 167; hour >= 0; hour -= 1) {
    const isDown = index === 1 && (hour < 3 || (hour > 60 && hour < 66));
    const wave = 1 + Math.sin((hour + index * 5) / 4);
    addRun(splunk, instance, {
      time: NOW - hour * 3600 - 60 * index,
      status: isDown ? 'failed' : 'success',
      ...(isDown && { error: 'MISP did not answer within 200 seconds (read_timeout)' }),
      duration: isDown ? 200 : 3 + 4 * wave,
      attributes: isDown ? 0 : Math.round(60 * wave),
      requests: isDown ? 3 : 4 + Math.round(2 * wave),
      lag: isDown ? (hour < 3 ? 4 - hour : 67 - hour) * 3600 : Math.round(120 + 90 * wave),
    });
  }
}
