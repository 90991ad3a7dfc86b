import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installApp } from '../../support/app.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const driver = fileURLToPath(new URL('driver.mjs', import.meta.url));

export interface WineRun {
  /** As `mispgetioc`. */
  readonly program: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds after which the cmd.exe is ended, and nothing else; its standard input stays open. */
  readonly killAfter?: number;
}

export interface WineResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from the end of cmd.exe until nobody had its pipes any more. */
  readonly goneAfter: number;
}

/** The package for Windows, installed where Splunk is in a folder with blanks and what means something to cmd.exe. */
export class WineSplunk {
  readonly home: string;
  readonly app: string;
  /** A node.exe that Wine runs, as Linux names it. */
  readonly node: string;

  private constructor(home: string, app: string, node: string) {
    this.home = home;
    this.app = app;
    this.node = node;
  }

  static async install(): Promise<WineSplunk> {
    const node = process.env['WINE_NODE'] ?? '';
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    const home = await mkdtemp(join(tmpdir(), 'Program Files (x86) & Co! '));
    const app = await installApp(join(root, `dist/SA-misp-${version}-windows_x86_64.spl`), home);
    const splunk = new WineSplunk(home, app, node);
    await copyFile(node, splunk.carriedNode);
    return splunk;
  }

  get carriedNode(): string {
    return join(this.app, 'windows_x86_64/bin/node.exe');
  }

  /** One after the other. PATH has nothing but Windows' own programs, unless a run says otherwise. */
  async run(...runs: readonly WineRun[]): Promise<WineResult[]> {
    const [asked, answered] = [join(this.home, 'runs.json'), join(this.home, 'results.json')];
    const given = runs.map(({ program, args = [], env = {}, input = '', killAfter }) => ({
      program: windowsPath(join(this.app, 'bin', `${program}.cmd`)),
      args,
      env: { PATH: SYSTEM, SPLUNK_HOME: windowsPath(this.home), ...env },
      input: Buffer.from(input).toString('base64'),
      killAfter,
    }));
    await writeFile(asked, JSON.stringify(given));
    await this.#wine(driver, asked, answered);
    const results = JSON.parse(await readFile(answered, 'utf8')) as WineResult[];
    const text = (base64: string) => Buffer.from(base64, 'base64').toString();
    return results.map((one) => ({ ...one, stdout: text(one.stdout), stderr: text(one.stderr) }));
  }

  /** Runs a script in Wine's Node.js, which can have no pipe of Linux for its output. */
  async #wine(...args: readonly string[]): Promise<void> {
    const path = join(this.home, 'driver.log');
    const log = await open(path, 'w');
    try {
      const child = spawn(process.env['WINE'] ?? 'wine', [this.node, ...args], {
        stdio: ['ignore', log.fd, log.fd],
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`Wine: ${await readFile(path, 'utf8')}`);
    } finally {
      await log.close();
    }
  }

  async one(run: WineRun): Promise<WineResult> {
    const [result] = await this.run(run);
    if (!result) throw new Error('Wine has run nothing.');
    return result;
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true });
  }
}

export const SYSTEM = 'C:\\windows\\system32;C:\\windows';

/** Wine has the root of Linux as its drive Z. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}
