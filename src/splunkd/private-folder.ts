import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SplunkdError } from './errors.ts';

/** Permission bits for group and others, and the write bits among them. */
const OTHERS_BITS = 0o077;
const OTHERS_WRITE_BITS = 0o022;

/** Creates a folder that only this user can enter, unless it exists. @throws SplunkdError when it is not private */
export async function createPrivateFolder(folder: string, uid: number): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await revokeWriteForOthers(dirname(folder), uid);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  await assertPrivate(folder, uid);
}

/**
 * Rejects a folder that is a link, or that other users may enter: they could plant files there.
 * @throws SplunkdError; Error of the file system when the folder does not exist
 */
export async function assertPrivate(folder: string, uid: number): Promise<void> {
  await revokeWriteForOthers(dirname(folder), uid);
  const { mode } = await statOwnFolder(folder, uid);
  if ((mode & OTHERS_BITS) === 0) return;
  throw new SplunkdError(
    `The broker does not use ${folder}: other users than the one that runs Splunk may enter it. Delete the folder; it is created again.`,
  );
}

/** The parent folder also belongs to the app. Other users must not write there, or they could replace the folder. */
async function revokeWriteForOthers(folder: string, uid: number): Promise<void> {
  const { mode } = await statOwnFolder(folder, uid);
  if ((mode & OTHERS_WRITE_BITS) !== 0) await chmod(folder, mode & 0o777 & ~OTHERS_WRITE_BITS);
}

export function isPrivate({ mode, uid }: { readonly mode: number; readonly uid: number }, owner: number) {
  return uid === owner && (mode & OTHERS_BITS) === 0;
}

async function statOwnFolder(path: string, uid: number) {
  const stat = await lstat(path);
  if (stat.isDirectory() && stat.uid === uid) return stat;
  throw new SplunkdError(
    `The broker does not use ${path}: it is not a folder of the user that runs Splunk. Delete it; it is created again.`,
  );
}
