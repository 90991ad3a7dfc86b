import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SplunkdError } from './errors.ts';

/** Permission bits of a file's mode: those of others than its owner, and those of these that allow writing. */
const OF_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;

/** Makes a folder that only this user can enter, if it is missing. @throws SplunkdError when it cannot be trusted */
export async function makePrivateFolder(folder: string, uid: number): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await keepToOneself(dirname(folder), uid);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  await mustBePrivate(folder, uid);
}

/**
 * Refuses a folder that is a link, or that others may enter: they could put files of their own there.
 * @throws SplunkdError; Error of the file system when there is no such folder
 */
export async function mustBePrivate(folder: string, uid: number): Promise<void> {
  await keepToOneself(dirname(folder), uid);
  const { mode } = await ownFolder(folder, uid);
  if ((mode & OF_OTHERS) === 0) return;
  throw new SplunkdError(
    `No key is handed over in ${folder}: others than the user that runs Splunk may enter it. Delete the folder; it is made anew.`,
  );
}

/** The folder around it is the app's own, too. Whoever may write there could put another one in its place: nobody else may. */
async function keepToOneself(folder: string, uid: number): Promise<void> {
  const { mode } = await ownFolder(folder, uid);
  if ((mode & WRITABLE_BY_OTHERS) !== 0) await chmod(folder, mode & 0o777 & ~WRITABLE_BY_OTHERS);
}

export function isPrivate({ mode, uid }: { readonly mode: number; readonly uid: number }, owner: number) {
  return uid === owner && (mode & OF_OTHERS) === 0;
}

async function ownFolder(path: string, uid: number) {
  const stat = await lstat(path);
  if (stat.isDirectory() && stat.uid === uid) return stat;
  throw new SplunkdError(
    `No key is handed over in ${path}: it is not a folder of the user that runs Splunk. Delete it; it is made anew.`,
  );
}
