import type { Row } from '../src/protocol/rows.ts';
import { addLog } from '../test/support/logs.ts';
import { runSavedSearch, runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

const HOUR = 3600;

/** Where indicators of a kind turn up, and by which search they are found. */
const PLACES: readonly (readonly [
  kind: string,
  search: string,
  dataset: string,
  field: string,
  asset: string,
])[] = [
  ['domain', 'dns', 'Network_Resolution.DNS', 'query', 'src'],
  ['address', 'traffic', 'Network_Traffic.All_Traffic', 'dest', 'src'],
  ['url', 'web', 'Web.Web', 'url', 'src'],
  ['hash', 'processes', 'Endpoint.Processes', 'process_hash', 'dest'],
  ['sender', 'email', 'Email.All_Email', 'src_user', 'recipient'],
];
const ASSETS: Readonly<Record<string, readonly string[]>> = {
  src: ['10.1.0.17', '10.1.0.42', '10.2.3.4', 'laptop-hanna', 'laptop-otto'],
  dest: ['srv-files', 'srv-mail', 'laptop-hanna', 'laptop-otto'],
  recipient: ['hanna@our.example', 'otto@our.example', 'accounts@our.example'],
};

/** A week in which indicators of the collection misp_indicators are seen in logs, and matched. @param now Unix seconds */
export async function fillMatches(splunk: StandInSplunk, now: number): Promise<void> {
  const { rows } = await runSpl(splunk, '| inputlookup misp_match_indicators');
  for (const [place, [kind, search, dataset, field, asset]] of PLACES.entries()) {
    const values = valuesOf(rows, kind).slice(0, 8 - place);
    // Every few hours some of them, the first most often.
    for (let hour = 160 - place; hour >= 0; hour -= 7 + 2 * place) {
      const ran = now - hour * HOUR;
      for (const [index, value] of values.entries()) {
        if (hour % (index + 1) !== 0) continue;
        const names = ASSETS[asset] ?? [];
        const name = names[(hour + index) % names.length];
        addLog(splunk, dataset, { [field]: value, [asset]: name }, { time: ran - 700, indexed: ran - 600 });
      }
      const {
        failed,
        messages,
        rows: found,
      } = await runSavedSearch(splunk, `MISP_match_${search}`, { now: ran });
      if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
      splunk.index.addFields({
        ...{ index: '_internal', sourcetype: 'scheduler', savedsearch_name: `MISP_match_${search}` },
        ...{ status: 'success', result_count: String(found.length), run_time: String(1 + (hour % 7) / 4) },
        _time: String(ran),
      });
    }
  }
}

function valuesOf(rows: readonly Row[], kind: string): string[] {
  const own = rows.filter((row) => row['misp_match_kind'] === kind);
  return [...new Set(own.map((row) => String(row['misp_value'])))].sort();
}
