/** Writes each saved search, with expanded macros, to its own file, for tools that read SPL: `tsx tools/searches.ts FOLDER` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConf } from '../test/stand-ins/splunk/conf.ts';
import { expandMacros } from '../test/stand-ins/splunk/spl/macros.ts';

const [folder = '.'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const macros = readConf('.', 'macros');
for (const [name, settings] of readConf('.', 'savedsearches')) {
  const search = settings.get('search');
  if (search !== undefined) writeFileSync(join(folder, `${name}.spl`), `${expandMacros(search, macros)}\n`);
}
