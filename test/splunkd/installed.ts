import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import type { SplOptions } from '../stand-ins/splunk/spl/context.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** Puts a file into the installed app; undefined takes it away. @param path below the app's folder */
export async function install(
  splunk: StandInSplunk,
  path: string,
  content: string | undefined,
): Promise<void> {
  const file = join(splunk.appDir, path);
  await mkdir(dirname(file), { recursive: true });
  if (content === undefined) await rm(file, { force: true });
  else await writeFile(file, content);
}

/** A file of the installed app, or undefined when there is none. */
export async function installed(splunk: StandInSplunk, path: string): Promise<string | undefined> {
  const file = join(splunk.appDir, path);
  return existsSync(file) ? readFile(file, 'utf8') : undefined;
}

/** The rows that a search makes of some rows. */
export async function rowsOf(
  splunk: StandInSplunk,
  search: string,
  input?: readonly Row[],
  options: SplOptions = {},
): Promise<readonly Row[]> {
  const { rows, failed, messages } = await runSpl(splunk, search, { ...options, ...(input && { input }) });
  expect(messages).to.deep.equal([]);
  expect(failed).to.equal(false);
  return rows;
}

/** What is said of a search that is not supported. */
export async function refusalOf(
  splunk: StandInSplunk,
  search: string,
  input: readonly Row[] = [{ a: '1', list: ['1', '2'] }],
): Promise<string> {
  try {
    await runSpl(splunk, search, { input });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}
