import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import Papa from 'papaparse';
import { decodeRows, MULTIVALUE_PREFIX, type Row } from '../../protocol/rows.ts';
import { AlertError } from '../errors.ts';
import type { Payload } from './payload.ts';

/** The results of a search. */
export interface Results {
  readonly rows: readonly Row[];
  /** All columns, also those without a value in any row. */
  readonly columns: ReadonlySet<string>;
}

const NO_RESULTS: Results = { rows: [], columns: new Set() };

/** Enough for ten thousand results (alert_actions.conf, maxresults) of 25 kB each. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads the results of the search, a gzipped CSV with `__mv_` columns. A missing or empty file means that the search has
 * no results, if splunkd's payload has no first result either. @throws AlertError
 */
export async function readResults({ results_file: path, result }: Pick<Payload, 'results_file' | 'result'>) {
  if (path === '') return NO_RESULTS;
  try {
    const bytes = await readFile(path);
    if (bytes.length === 0 && Object.keys(result).length === 0) return NO_RESULTS;
    return parseResults((await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES })).toString());
  } catch (error) {
    const { code = 'no gzip' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && Object.keys(result).length === 0) return NO_RESULTS;
    throw new AlertError(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? 'The results are too large. Remove columns that MISP does not need, like _raw.'
        : `The results of the search cannot be read (${code}): ${path}`,
      { cause: error },
    );
  }
}

function parseResults(csv: string): Results {
  const [header = []] = Papa.parse<string[]>(csv, { delimiter: ',', preview: 1 }).data;
  return {
    rows: decodeRows(csv),
    columns: new Set(header.filter((name) => name !== '' && !name.startsWith(MULTIVALUE_PREFIX))),
  };
}
