import { randomBytes } from 'node:crypto';
import { constants, rmSync } from 'node:fs';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SplunkdError } from './errors.ts';
import { isPrivate, makePrivateFolder, mustBePrivate } from './private-folder.ts';

/** A command reads its file at once. One that nobody fetched within this time is deleted. */
const KEEP_MS = 10_000;

const FILE_NAME = /^[0-9a-f]{32}$/;

/** A key, passwords: a few hundred bytes. */
const MOST_BYTES = 64 * 1024;

export interface KeyFilesOptions {
  readonly splunkHome: string | undefined;
  /** Of this process; undefined on Windows, where file modes protect nothing. */
  readonly uid: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly keepMs?: number;
}

/**
 * Secrets on their way from the broker to a command, both of which run as the user that runs Splunk: files of that user
 * alone, read once. Whoever knows the name of one and is another user of the machine, or none, has nothing of it.
 */
export class KeyFiles {
  readonly #options: KeyFilesOptions;
  /** Those that this process made and that may be there still. */
  readonly #made = new Set<string>();

  constructor(options: KeyFilesOptions) {
    this.#options = options;
  }

  /** Puts a text into a new file. Resolves to its name. @throws SplunkdError when it cannot be kept from others */
  async put(text: string): Promise<string> {
    const { folder, uid } = this.#place();
    const name = randomBytes(16).toString('hex');
    const path = join(folder, name);
    try {
      await makePrivateFolder(folder, uid);
      await this.sweep();
      await this.#write(path, text);
    } catch (error) {
      throw explained(error, `cannot be written in ${folder}`);
    }
    setTimeout(() => {
      this.#remove(path);
    }, this.#options.keepMs ?? KEEP_MS).unref();
    return name;
  }

  /** The text of a file, which is deleted. @throws SplunkdError when there is none, or not one that the broker made */
  async take(name: string): Promise<string> {
    if (!FILE_NAME.test(name)) throw new SplunkdError('The broker answered with no name of a file.');
    const { folder, uid } = this.#place();
    const path = join(folder, name);
    try {
      await mustBePrivate(folder, uid);
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        await rm(path, { force: true });
        const stat = await file.stat();
        if (!stat.isFile() || !isPrivate(stat, uid) || stat.size > MOST_BYTES)
          throw new SplunkdError(`The file of a key in ${folder} is not one that the broker made.`);
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      throw explained(
        error,
        `cannot be read in ${folder}: search commands must run as the user that runs splunkd, on the same host, within ${KEEP_MS / 1000} seconds`,
      );
    }
  }

  /** Deletes what nobody fetched in time: a broker that was killed leaves its files. */
  async sweep(): Promise<void> {
    const { folder } = this.#place();
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => FILE_NAME.test(one))) {
      const path = join(folder, name);
      const age = this.#options.now() - ((await lstat(path).catch(() => undefined))?.mtimeMs ?? 0);
      // A clock that was set back makes files of the future.
      if (Math.abs(age) > (this.#options.keepMs ?? KEEP_MS)) await rm(path, { force: true });
    }
  }

  /** Deletes what this process made, at its end. */
  removeAll(): void {
    for (const path of this.#made) this.#remove(path);
  }

  async #write(path: string, text: string): Promise<void> {
    // A new file, never one that is there, nor one that a link leads to.
    const file = await open(path, 'wx', 0o600);
    this.#made.add(path);
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
    this.#made.delete(path);
  }

  /** @throws SplunkdError */
  #place(): { readonly folder: string; readonly uid: number } {
    const { splunkHome, uid } = this.#options;
    if (splunkHome === undefined || uid === undefined)
      throw new SplunkdError(
        'Keys are handed over where SPLUNK_HOME is set and files have owners, so not on Windows: ask your Splunk administrator for the role misp_user.',
      );
    return { folder: join(splunkHome, 'var/run/SA-misp/keys'), uid };
  }
}

function explained(error: unknown, what: string): SplunkdError {
  if (error instanceof SplunkdError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new SplunkdError(`The file of a key ${what} (${code ?? message}).`, { cause: error });
}
