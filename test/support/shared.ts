import { existsSync, readFileSync } from 'node:fs';
import type { Context } from 'mocha';

const folder = new URL('../../../shared/', import.meta.url);

/** A recording kept beside the project; the test is skipped where there is none. */
export function shared(test: Context, path: string): Buffer {
  const url = new URL(path, folder);
  if (!existsSync(url)) test.skip();
  return readFileSync(url);
}
