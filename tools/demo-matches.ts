import type { StoredAttribute } from '../test/stand-ins/misp/store/records.ts';
import type { MispServer } from '../test/stand-ins/misp/server.ts';
import type { SplOptions } from '../test/stand-ins/splunk/spl/context.ts';
import { runSavedSearch, runSpl } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { plural } from '../src/common/plural.ts';
import { addLog } from '../test/support/logs.ts';
import { tableOf } from './table.ts';

const DAY = 86_400;
const ALL = {
  misp_indicators_source: 'changed=90d published=true include_withdrawn=true',
};
const SEARCH =
  'search index=misp sourcetype=misp:match | sort 20 +str(misp_match_value) | table misp_match_value misp_match_asset misp_match_field misp_match_count misp_value misp_event_info misp_tlp misp_weight';
const DNS = 'Network_Resolution.DNS';
const TRAFFIC = 'Network_Traffic.All_Traffic';

/** The fourth part: indicators are found in logs, MISP gets a sighting, and a withdrawn indicator is no longer found. */
export async function showMatches(
  splunk: StandInSplunk,
  misp: MispServer,
  say: (text: string) => void,
): Promise<void> {
  const now = Math.floor(Date.now() / 60_000) * 60;
  const run = async (name: string, options: SplOptions = {}) => {
    const { rows, failed, messages } = await runSavedSearch(splunk, name, { now, ...options });
    if (failed) throw new Error(`${name}: ${messages.map(([, text]) => text).join(' ')}`);
    return rows;
  };
  const [domain, address] = [live(misp, 'domain'), live(misp, 'ip-dst')];
  const logs = [
    [DNS, { src: 'laptop-hanna', query: `www.${domain.value.toUpperCase()}` }],
    [DNS, { src: 'laptop-otto', query: `not${domain.value}` }],
    [DNS, { src: 'laptop-otto', query: `${domain.value}.invalid` }],
    [TRAFFIC, { src: '10.1.0.17', dest: address.value, dest_port: '443' }],
    [TRAFFIC, { src: '10.1.0.17', dest: '192.0.2.250', dest_port: '443' }],
  ] as const;
  const plant = (indexed: number) => {
    for (const [dataset, fields] of logs) addLog(splunk, dataset, fields, { time: indexed - 2, indexed });
  };
  say('9. Five log events, as data models return them:\n');
  for (const [dataset, fields] of logs) say(`   ${dataset.padEnd(28)} ${JSON.stringify(fields)}`);
  plant(now - 600);
  await run('MISP_indicators_update', { macros: ALL });
  for (const name of ['networks', 'dns', 'traffic']) await run(`MISP_match_${name}`);
  say(
    '\n   After MISP_indicators_update, MISP_match_networks, MISP_match_dns and MISP_match_traffic, as they are shipped:\n',
  );
  await showTable(splunk, say);

  const night = (Math.floor(now / DAY) + 1) * DAY + 7200;
  splunk.state.sessions['session-of-writer'] = {
    username: 'writer',
    capabilities: ['misp_search', 'misp_write', 'list_storage_passwords'],
  };
  const before = sightingsOf(domain);
  const sent = await run('MISP_match_sightings', { now: night, sessionKey: 'session-of-writer' });
  say(
    `\n10. At night MISP_match_sightings reports ${sent.length} attributes. MISP has ${plural(sightingsOf(domain) - before, 'new sighting')} of ${domain.value}: ${lastSighting(domain)}`,
  );

  misp.store.softDelete(domain, now);
  misp.store.publish(domain.event, now);
  await run('MISP_indicators_update', { macros: ALL });
  const next = now + 900;
  plant(next - 600);
  const found = [
    ...(await run('MISP_match_dns', { now: next })),
    ...(await run('MISP_match_traffic', { now: next })),
  ];
  say(
    `\n11. ${domain.value} is withdrawn in MISP, and the same five events are logged again. 15 minutes later the searches find: ${found.map((row) => String(row['misp_match_value'])).join(', ')}.`,
  );
}

/** The first of a type that is for detection, of a published event. */
function live(misp: MispServer, type: string): StoredAttribute {
  const found = misp.store.attributes.find(
    (one) => one.type === type && one.to_ids && !one.deleted && one.event.published && !one.onWarningList,
  );
  if (!found) throw new Error(`the embedded MISP has no ${type} for detection`);
  return found;
}

function lastSighting({ sightings }: StoredAttribute): string {
  const last = sightings.at(-1);
  return last
    ? `by ${last.org.name}, source ${last.source}, seen ${new Date(last.time * 1000).toISOString()}`
    : 'none';
}

function sightingsOf(attribute: StoredAttribute): number {
  return attribute.sightings.length;
}

async function showTable(splunk: StandInSplunk, say: (text: string) => void): Promise<void> {
  const { rows, fields, failed, messages } = await runSpl(splunk, SEARCH);
  if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
  const head = fields.map((field) => field.replace(/^misp_/, ''));
  const cells = rows.map((row) => fields.map((field) => [row[field] ?? ''].flat().join(', ')));
  say(tableOf(head, cells));
}
