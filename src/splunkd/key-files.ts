import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SplunkdError } from './errors.ts';
import { isPrivate, createPrivateFolder, assertPrivate } from './private-folder.ts';

/** A command reads its file immediately. Older files are deleted. */
const MAX_AGE_MS = 10_000;

const FILE_NAME = /^[0-9a-f]{32}$/;

/** A key and passwords have a few hundred bytes. */
const MAX_BYTES = 64 * 1024;

export interface KeyFilesOptions {
  readonly splunkHome: string | undefined;
  /** User id of this process. Undefined on Windows, where file modes do not protect. */
  readonly uid: number | undefined;
  /** The clock, in Unix milliseconds. */
  readonly now: () => number;
  readonly maxAgeMs?: number;
}

/**
 * Files that carry secrets from the broker to a command. Both run as the user that runs Splunk. Only that user can read a
 * file, once, so its name is useless to anybody else.
 */
export class KeyFiles {
  readonly #options: KeyFilesOptions;
  /** Files that this process created and may have to delete. */
  readonly #ownFiles = new Set<string>();

  constructor(options: KeyFilesOptions) {
    this.#options = options;
  }

  /** Writes a text to a new file. @returns its name @throws SplunkdError when the file cannot be protected */
  async write(text: string): Promise<string> {
    const { folder, uid } = this.#folder();
    const name = randomBytes(16).toString('hex');
    const path = join(folder, name);
    try {
      await createPrivateFolder(folder, uid);
      await this.deleteExpired();
      await this.#createFile(path, text);
    } catch (error) {
      throw toSplunkdError(error, `cannot be written in ${folder}`);
    }
    setTimeout(() => {
      this.#remove(path);
    }, this.#options.maxAgeMs ?? MAX_AGE_MS).unref();
    return name;
  }

  /** Reads a file and deletes it. @throws SplunkdError when it is missing, or not created by the broker */
  async readAndDelete(name: string): Promise<string> {
    if (!FILE_NAME.test(name)) throw new SplunkdError('The reply of the broker has no valid file name.');
    const { folder, uid } = this.#folder();
    const path = join(folder, name);
    try {
      await assertPrivate(folder, uid);
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        await rm(path, { force: true });
        const stat = await file.stat();
        if (!stat.isFile() || !isPrivate(stat, uid) || stat.size > MAX_BYTES)
          throw new SplunkdError(`The key file in ${folder} was not created by the broker.`);
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      throw toSplunkdError(
        error,
        `cannot be read in ${folder}: search commands must run as the user that runs splunkd, on the same host, within ${MAX_AGE_MS / 1000} seconds`,
      );
    }
  }

  /** Deletes expired files: a broker that was killed leaves its files. */
  async deleteExpired(): Promise<void> {
    const { folder } = this.#folder();
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => FILE_NAME.test(one))) {
      const path = join(folder, name);
      const age = this.#options.now() - ((await lstat(path).catch(() => undefined))?.mtimeMs ?? 0);
      // After the clock was set back, files are in the future.
      if (Math.abs(age) > (this.#options.maxAgeMs ?? MAX_AGE_MS)) await rm(path, { force: true });
    }
  }

  /** Deletes the files of this process, before it exits. */
  removeAll(): void {
    for (const path of this.#ownFiles) this.#remove(path);
  }

  async #createFile(path: string, text: string): Promise<void> {
    // `wx` creates a new file. It neither opens an existing one nor follows a link.
    const file = await open(path, 'wx', 0o600);
    this.#ownFiles.add(path);
    try {
      await file.writeFile(text);
    } catch (error) {
      this.#remove(path);
      throw error;
    } finally {
      await file.close();
    }
  }

  #remove(path: string): void {
    rmSync(path, { force: true });
    this.#ownFiles.delete(path);
  }

  /** @throws SplunkdError */
  #folder(): { readonly folder: string; readonly uid: number } {
    const { splunkHome, uid } = this.#options;
    if (splunkHome === undefined || uid === undefined)
      throw new SplunkdError(
        'The broker needs SPLUNK_HOME and file owners, so it does not work on Windows: ask your Splunk administrator for the role misp_user.',
      );
    return { folder: join(splunkHome, 'var/run/SA-misp/keys'), uid };
  }
}

function toSplunkdError(error: unknown, what: string): SplunkdError {
  if (error instanceof SplunkdError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new SplunkdError(`The key file ${what} (${code ?? message}).`, { cause: error });
}
