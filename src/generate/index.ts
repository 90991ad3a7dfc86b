import { readFile } from 'node:fs/promises';
import { commands } from '../commands/table.ts';
import { commandsConf } from './commands-conf.ts';
import { optionTables } from './option-tables.ts';
import { searchbnfConf } from './searchbnf-conf.ts';

/** Every generated file: path below the repository's root, which is the working folder, to content. */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const all = Object.values(commands);
  return new Map([
    ['default/commands.conf', commandsConf(all)],
    ['default/searchbnf.conf', searchbnfConf(all)],
    ['README.md', optionTables(await readFile('README.md', 'utf8'), all)],
  ]);
}
