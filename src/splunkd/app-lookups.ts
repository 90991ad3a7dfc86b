import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The app's lookup files, which are in its folder `lookups` on every search head of a cluster. */
export class AppLookups {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The text of a file; undefined when there is none. */
  async find(file: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, file), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new Error(`${this.#named(file)} cannot be read (${codeOf(error)}). ${ALLOW}`, { cause: error });
    }
  }

  /** The text of the first of these files that there is. @throws Error when there is none */
  async read(...files: readonly string[]): Promise<string> {
    for (const file of files) {
      const text = await this.find(file);
      if (text !== undefined) return text;
    }
    throw new Error(
      `${this.#named(files.at(-1) ?? '')} is missing. Install the app anew, or put the file back.`,
    );
  }

  /** Makes a file where there is none; of two searches that do so at once, one does. @throws Error when it cannot be made */
  make(file: string, text: string): void {
    const path = join(this.#folder, file);
    try {
      const handle = openSync(path, 'wx');
      try {
        fill(handle, text);
      } catch (error) {
        // Splunk reads no lookup that is empty.
        rmSync(path, { force: true });
        throw error;
      }
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      throw new Error(`${this.#named(file)} cannot be made (${codeOf(error)}). ${ALLOW}`, { cause: error });
    }
  }

  #named(file: string): string {
    return `The lookup file ${join(this.#folder, file)}`;
  }
}

/** The file is closed in any case: on Windows nothing else may be made in its place before. */
function fill(handle: number, text: string): void {
  try {
    writeFileSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

const ALLOW = 'Let the user that runs Splunk read and write there.';

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
