import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** INIT, BLOCK and END in one packet: how splunkd asks when it has the whole request. */
const WHOLE_REQUEST = Buffer.from([7]);

export interface DriverOptions {
  readonly driver: string;
  readonly script: string;
  readonly splunkHome: string;
}

/** A process that splunkd started for an endpoint of scripttype persist. It answers one request at a time. */
export class PersistentDriver {
  readonly process: ChildProcessWithoutNullStreams;
  isBusy = false;
  hasEnded = false;
  /** All that it wrote so far. */
  stdout = '';
  stderr = '';
  readonly #script: string;
  readonly #end: Promise<unknown>;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  constructor({ driver, script, splunkHome }: DriverOptions) {
    this.#script = script;
    this.process = spawn(driver, [], {
      cwd: splunkHome,
      env: {
        PATH: process.env['PATH'],
        SPLUNK_HOME: splunkHome,
        LD_LIBRARY_PATH: join(splunkHome, 'lib'),
      },
    });
    this.#end = once(this.process, 'close').then(() => {
      this.hasEnded = true;
      this.#wake();
    });
    this.process.stderr.on('data', (bytes: Buffer) => (this.stderr += bytes.toString()));
    this.process.stdout.on('data', (bytes: Buffer) => {
      this.stdout += bytes.toString();
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    this.process.stdin.on('error', () => undefined);
  }

  /** The answer to one block. @throws Error when the driver ends, or does not speak the protocol */
  async ask(block: string): Promise<string> {
    this.isBusy = true;
    try {
      const parts = [WHOLE_REQUEST, Buffer.from('1\n'), string(this.#script), string(''), string(block)];
      this.process.stdin.write(Buffer.concat(parts));
      const init = await this.#string();
      if (init !== '') throw new Error(`The driver refused the request: ${init}`);
      return await this.#string();
    } finally {
      this.isBusy = false;
    }
  }

  async end(): Promise<void> {
    this.process.stdin.end();
    await this.#end;
  }

  async #string(): Promise<string> {
    for (;;) {
      const newline = this.#received.indexOf('\n');
      if (newline >= 0) {
        const digits = this.#received.subarray(0, newline).toString();
        if (!/^\d+$/.test(digits)) throw new Error(`The driver did not answer with a length: ${digits}`);
        const end = newline + 1 + Number(digits);
        if (this.#received.length >= end) {
          const text = this.#received.subarray(newline + 1, end).toString();
          this.#received = this.#received.subarray(end);
          return text;
        }
      }
      if (this.hasEnded) throw new Error('The driver ended before it answered.');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

function string(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text)}\n${text}`);
}
