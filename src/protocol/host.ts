import type { Writable } from 'node:stream';
import type { MessageLevel } from './command.ts';
import { encodeHead, type Frame, FrameError, readFrames } from './frame.ts';
import { decodeRows, type Row } from './rows.ts';
import { TableEncoder } from './table-encoder.ts';
import { tableOf } from './table.ts';

export interface CommandAnswer {
  readonly metadata: Frame['metadata'];
  readonly rows: readonly Row[];
  readonly finished: boolean;
  readonly messages: readonly (readonly [MessageLevel, string])[];
}

/** splunkd's end of the protocol: sends requests to a command and reads its responses. Runs commands without Splunk. */
export class CommandHost {
  readonly #frames: AsyncIterator<Frame>;
  readonly #output: Writable;

  /** @param input what the command writes  @param output what the command reads */
  constructor(input: AsyncIterable<Uint8Array>, output: Writable) {
    this.#frames = readFrames(input);
    this.#output = output;
  }

  getinfo(searchinfo: Readonly<Record<string, unknown>>): Promise<CommandAnswer> {
    return this.#ask({ action: 'getinfo', preview: false, searchinfo }, []);
  }

  execute(rows: readonly Row[] = [], finished = true): Promise<CommandAnswer> {
    return this.#ask({ action: 'execute', finished }, rows);
  }

  async #ask(metadata: Frame['metadata'], rows: readonly Row[]): Promise<CommandAnswer> {
    const body = new TableEncoder().encode(tableOf(rows));
    this.#output.write(encodeHead(metadata, body.length));
    this.#output.write(body);
    const answer = await this.#frames.next();
    if (answer.done === true) throw new FrameError('The command ended without a response.');
    return {
      metadata: answer.value.metadata,
      rows: decodeRows(answer.value.body.toString()),
      finished: answer.value.metadata['finished'] === true,
      messages: messagesOf(answer.value.metadata['inspector']),
    };
  }
}

function messagesOf(inspector: unknown): (readonly [MessageLevel, string])[] {
  if (typeof inspector !== 'object' || inspector === null || !('messages' in inspector)) return [];
  return inspector.messages as (readonly [MessageLevel, string])[];
}
