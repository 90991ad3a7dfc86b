import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The lookup files of the app, in its folder `lookups` on every search head. */
export class AppLookups {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The text of a file. Undefined when it does not exist. @throws Error when it is unreadable */
  async find(file: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, file), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new Error(`${this.#describe(file)} cannot be read (${codeOf(error)}). ${PERMISSION_ADVICE}`, {
        cause: error,
      });
    }
  }

  /** The text of the first existing file. @throws Error when none exists */
  async read(...files: readonly string[]): Promise<string> {
    for (const file of files) {
      const text = await this.find(file);
      if (text !== undefined) return text;
    }
    throw new Error(
      `${this.#describe(files.at(-1) ?? '')} is missing. Install the app again, or restore the file.`,
    );
  }

  /** Creates a file unless it exists. With two concurrent searches, one creates it. @throws Error when that fails */
  createIfMissing(file: string, text: string): void {
    const path = join(this.#folder, file);
    try {
      const handle = openSync(path, 'wx');
      try {
        writeAndClose(handle, text);
      } catch (error) {
        // Splunk cannot read an empty lookup.
        rmSync(path, { force: true });
        throw error;
      }
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return;
      throw new Error(`${this.#describe(file)} cannot be created (${codeOf(error)}). ${PERMISSION_ADVICE}`, {
        cause: error,
      });
    }
  }

  #describe(file: string): string {
    return `The lookup file ${join(this.#folder, file)}`;
  }
}

/** Always closes the file: on Windows an open file cannot be replaced. */
function writeAndClose(handle: number, text: string): void {
  try {
    writeFileSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

const PERMISSION_ADVICE = 'Let the user that runs Splunk read and write there.';

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
