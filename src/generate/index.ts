import { readFile } from 'node:fs/promises';
import { alertActions } from '../alerts/table.ts';
import { commands } from '../commands/table.ts';
import { accessTable } from './access/access-table.ts';
import { defaultMeta } from './access/default-meta.ts';
import { alertActionsConf } from './alerts/alert-actions-conf.ts';
import { alertActionsSpec } from './alerts/alert-actions-spec.ts';
import { alertForms } from './alerts/forms.ts';
import { commandsConf } from './commands-conf.ts';
import { event } from './dashboards/event.ts';
import { health } from './dashboards/health.ts';
import { indicators } from './dashboards/indicators.ts';
import { matches } from './dashboards/matches.ts';
import { viewXml } from './dashboards/view-xml.ts';
import { inputsConf } from './inputs/inputs-conf.ts';
import { inputsSpec } from './inputs/inputs-spec.ts';
import { collectionsConf } from './intel/collections-conf.ts';
import { lookupFiles } from './intel/lookups.ts';
import { mappingTable } from './intel/mapping-table.ts';
import { savedSearchesConf } from './intel/saved-searches-conf.ts';
import { managedConfigurationsConf } from './intel/threat-lists.ts';
import { transformsConf } from './intel/transforms-conf.ts';
import { matchTables } from './matching/documentation.ts';
import { NETWORKS_FILE } from './matching/lookups.ts';
import { matchMacros } from './matching/macros.ts';
import { optionTables } from './option-tables.ts';
import { programNames } from './programs/names.ts';
import { noNodeReply } from './programs/no-node.ts';
import { launcherCmd, launcherSh } from './programs/node-start.ts';
import { POSIX, WINDOWS } from './programs/platforms.ts';
import { shims } from './programs/shims.ts';
import { restmapConf } from './restmap-conf.ts';
import { searchbnfConf } from './searchbnf-conf.ts';

export { helpFiles } from './help/help-files.ts';

const LAUNCHER_SH = 'bin/launcher.sh';
const LAUNCHER_CMD = `${WINDOWS.folder}bin/launcher.cmd`;
const MATCHING_PAGE = 'docs/matching.md';
const MACROS = 'default/macros.conf';
const REFERENCE_PAGE = 'docs/reference.md';
const SECURITY_PAGE = 'docs/security.md';
const FEEDS_PAGE = 'docs/enterprise-security.md';

/** Generates all files. @returns content by path, relative to the root of the repository, which is the working folder */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const all = Object.values(commands);
  const actions = Object.values(alertActions);
  return new Map([
    ...[POSIX, WINDOWS].flatMap((platform) => [
      ...shims(programNames(platform), platform),
      [`${platform.folder}default/commands.conf`, commandsConf(all, platform)] as const,
      [`${platform.folder}default/alert_actions.conf`, alertActionsConf(actions, platform)] as const,
    ]),
    [LAUNCHER_SH, launcherSh(await readFile(LAUNCHER_SH, 'utf8'))],
    [LAUNCHER_CMD, launcherCmd(await readFile(LAUNCHER_CMD, 'utf8'))],
    [`${WINDOWS.folder}bin/no-node.txt`, noNodeReply()],
    ['default/restmap.conf', restmapConf()],
    ['default/searchbnf.conf', searchbnfConf(all)],
    ['app/README/alert_actions.conf.spec', alertActionsSpec(actions)],
    ['app/README/inputs.conf.spec', inputsSpec()],
    ...alertForms(actions),
    ['default/collections.conf', collectionsConf()],
    ['default/inputs.conf', inputsConf()],
    ['default/managed_configurations.conf', managedConfigurationsConf()],
    ['default/savedsearches.conf', savedSearchesConf()],
    ['default/transforms.conf', transformsConf()],
    ...[indicators, matches, event, health].map(
      (one) => [`default/data/ui/views/${one.name}.xml`, viewXml(one)] as const,
    ),
    ...lookupFiles(),
    NETWORKS_FILE,
    [MACROS, matchMacros(await readFile(MACROS, 'utf8'))],
    ['metadata/default.meta', defaultMeta()],
    [SECURITY_PAGE, accessTable(await readFile(SECURITY_PAGE, 'utf8'))],
    [REFERENCE_PAGE, optionTables(await readFile(REFERENCE_PAGE, 'utf8'), all)],
    [MATCHING_PAGE, matchTables(await readFile(MATCHING_PAGE, 'utf8'))],
    [FEEDS_PAGE, mappingTable(await readFile(FEEDS_PAGE, 'utf8'))],
  ]);
}
