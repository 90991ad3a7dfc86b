/** npm run sizes: measures what the searches of the dashboards read and show, and writes it into the documentation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { measured, withSizes } from '../test/support/size-tables.ts';

const PAGE = 'docs/index-searches.md';

writeFileSync(PAGE, withSizes(readFileSync(PAGE, 'utf8'), await measured()));
