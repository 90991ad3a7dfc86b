import { StandInSplunk } from './support/splunkd/splunk.ts';
import { backfill } from '../bench/input.ts';
const splunk = await StandInSplunk.start();
for (const n of process.argv.slice(2).map(Number)) { const r = await backfill(splunk, n); console.log(n, r, r.first.seconds / r.floor.seconds); }
await splunk.close();
