import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { FEEDS } from '../../../src/intel/mapping.ts';
import { runSavedSearch } from './spl/run.ts';
import type { SplOptions } from './spl/context.ts';
import type { StandInSplunk } from './splunk.ts';

export const FEED_NAMES = Object.keys(FEEDS);

/** Header and rows of one of the app's lookup files, as they are. */
export function lookupOf(splunk: StandInSplunk, name: string) {
  const text = readFileSync(join(splunk.appDir, 'lookups', `${name}.csv`), 'utf8');
  const { data } = Papa.parse<string[]>(text.trimEnd());
  const [header = [], ...cells] = data;
  const rows = cells.map((one) =>
    Object.fromEntries(header.map((column, index) => [column, one[index] ?? ''])),
  );
  return { text, header, rows };
}

/** What Enterprise Security reads of a feed. */
export function feedOf(splunk: StandInSplunk, feed: string) {
  return lookupOf(splunk, `misp_es_${feed}_intel`);
}

/** A digest of each lookup file, by its name. */
export function lookupDigests(splunk: StandInSplunk): Record<string, string> {
  const folder = join(splunk.appDir, 'lookups');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}

const SHIPPED = fileURLToPath(new URL('../../../lookups/', import.meta.url));

/** The lookup files as they are after the installation. */
export function resetLookups(splunk: StandInSplunk): void {
  const folder = join(splunk.appDir, 'lookups');
  rmSync(folder, { recursive: true });
  cpSync(SHIPPED, folder, { recursive: true });
}

export function writeLookup(splunk: StandInSplunk, name: string, text: string): void {
  writeFileSync(join(splunk.appDir, 'lookups', `${name}.csv`), text);
}

/** Runs the shipped search of a feed. */
export function runFeed(splunk: StandInSplunk, feed: string, options?: SplOptions) {
  return runSavedSearch(splunk, `MISP_ES_${feed}_intel`, options);
}
