import { readFile } from 'node:fs/promises';
import { commands } from '../commands/table.ts';
import { commandsConf } from './commands-conf.ts';
import { optionTables } from './option-tables.ts';
import { searchbnfConf } from './searchbnf-conf.ts';

/** Every generated file: path below the repository's root to content. @param readme where the README is */
export async function generate(readme = 'README.md'): Promise<ReadonlyMap<string, string>> {
  const all = Object.values(commands);
  return new Map([
    ['default/commands.conf', commandsConf(all)],
    ['default/searchbnf.conf', searchbnfConf(all)],
    ['README.md', optionTables(await readFile(readme, 'utf8'), all)],
  ]);
}
