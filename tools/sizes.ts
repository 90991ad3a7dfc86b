/** npm run sizes: measures what the searches of the dashboards read and show, and writes it into the documentation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { commandLine } from '../build/command-line.mjs';
import { measured, withSizes } from '../test/support/size-tables.ts';

commandLine(
  'sizes',
  'Measures what the searches of the dashboards read and show, and writes it into docs/performance.md.',
).parse();

const PAGE = 'docs/performance.md';

writeFileSync(PAGE, withSizes(readFileSync(PAGE, 'utf8'), await measured()));
