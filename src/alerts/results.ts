import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeRows, type Row } from '../protocol/rows.ts';
import { AlertError } from './errors.ts';

/** Ten thousand results (alert_actions.conf, maxresults) of 25 kB each. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The results of the search: a gzipped CSV with `__mv_` columns. @throws AlertError */
export async function readResults(path: string): Promise<readonly Row[]> {
  if (path === '') return [];
  try {
    const bytes = await promisify(gunzip)(await readFile(path), { maxOutputLength: MAX_BYTES });
    return decodeRows(bytes.toString());
  } catch (error) {
    const { code = 'no gzip' } = error as NodeJS.ErrnoException;
    throw new AlertError(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? 'The results are too large: leave out columns that MISP does not need, like _raw.'
        : `The results of the search cannot be read (${code}): ${path}`,
      { cause: error },
    );
  }
}
