import { isTrue, readConf } from './conf.ts';
import { expandMacros } from './spl/macros.ts';

/**
 * Splunk's own commands that change something, send something out or run a search that cannot be seen. Sources: "SPL
 * safeguards for risky commands" of Splunk's documentation, and the search reference for those that write metrics and lookups.
 */
const OF_SPLUNK = [
  'collect',
  'crawl',
  'createrss',
  'delete',
  'dump',
  'input',
  'map',
  'mcollect',
  'meventcollect',
  'outputcsv',
  'outputlookup',
  'outputtext',
  'run',
  'runshellscript',
  'savedsearch',
  'script',
  'sendalert',
  'sendemail',
  'sumcollect',
  'tscollect',
];

/** The commands in a search that write: Splunk's, and those that the app's commands.conf declares as `is_risky`. */
export function writingCommandsIn(appDir: string, search: string): readonly string[] {
  const own = [...readConf(appDir, 'commands')].flatMap(([name, settings]) =>
    isTrue(settings.get('is_risky')) ? name : [],
  );
  const writing = new Set([...OF_SPLUNK, ...own]);
  return commandsIn(expandMacros(search, readConf(appDir, 'macros'))).filter((name) => writing.has(name));
}

const COMMAND = /(?:^|[|[])\s*\|?\s*([A-Za-z_]\w*)/g;

/** The commands of a search and its subsearches, in the order in which they stand there. */
export function commandsIn(search: string): readonly string[] {
  const bare = search.replace(/"(?:\\[^]|[^"\\])*"/g, '""');
  return Array.from(bare.matchAll(COMMAND), ([, name = '']) => name.toLowerCase());
}
