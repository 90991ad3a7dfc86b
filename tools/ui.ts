/**
 * Serves the pages and dashboards without Splunk: the built package with stand-ins for Splunk and MISP, an instance, and an
 * input that has run. `npm run ui`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { commandLine } from '../build/command-line.mjs';
import { buildApp } from '../test/support/app.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { startSplunkWeb } from '../test/stand-ins/splunk/web/web.ts';
import { fillForDashboards } from './dashboard-data.ts';
import { dashboardStudio } from './ui-dashboards.ts';
import { fillState } from './ui-state.ts';

commandLine(
  'ui',
  'Serves the pages and dashboards without Splunk, on stand-ins, until Ctrl-C. The first start installs 560 MB.',
).parse();

const PORT = 8000;

const say = (text: string) => process.stdout.write(`${text}\n`);

const spl = await buildApp();
say(`Built ${relative('.', spl)}.`);
const misp = await startMisp();
const splunk = await StandInSplunk.start({ spl });
fillState(splunk, misp);
// As the configuration page sets it.
mkdirSync(`${splunk.appDir}/local`, { recursive: true });
writeFileSync(
  `${splunk.appDir}/local/macros.conf`,
  '[misp_workflow_instance]\ndefinition = misp_instance=misp\n',
);
await fillForDashboards(splunk, misp, Math.floor(Date.now() / 1000));
const studio = dashboardStudio(splunk, say);
const web = await startSplunkWeb(splunk, PORT, studio).catch(() => startSplunkWeb(splunk, 0, studio));
say(`
The configuration page:  ${web.entry('session-of-admin', 'configuration')}
Report to MISP:          ${web.entry('session-of-admin', `misp_report?form.uuid=${misp.store.attributes[0]?.uuid ?? ''}`)}
MISP indicators:         ${web.entry('session-of-admin', 'misp_indicators')}
MISP matches:            ${web.entry('session-of-admin', 'misp_matches')}
MISP event:              ${web.entry('session-of-admin', `misp_event?form.event=${misp.store.events[0]?.id ?? ''}`)}
Look up in MISP:         ${web.entry('session-of-admin', `misp_lookup?form.value=${misp.store.attributes[0]?.value ?? ''}`)}
MISP health:             ${web.entry('session-of-admin', 'misp_health')}
Help:                    ${web.url}/static/app/SA-misp/help/index.html
in the dark:             add &theme=dark to that address

A MISP to connect to:    ${misp.url}
an API key of it:        ${misp.keys['automation'] ?? ''}

Nothing leaves this machine. Ctrl-C ends it.`);

process.once('SIGINT', () => {
  void Promise.all([web.close(), splunk.close(), misp.close()]).then(() => process.exit(0));
});
