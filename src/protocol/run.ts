import type { Writable } from 'node:stream';
import {
  type AnyCommand,
  configurationOf,
  type Context,
  type MessageLevel,
  type Metric,
  type Transformer,
} from './command.ts';
import { isDefect, oneLine } from './failures.ts';
import { encodeHead, type Frame, FrameError, readFrames } from './frame.ts';
import { parseArguments } from './options.ts';
import { decodeRows, type Row } from './rows.ts';
import { DEFAULT_MAX_RESULT_ROWS, parseSearchInfo } from './search-info.ts';
import { type Table, TableEncoder, tableOf } from './table.ts';

export interface RunOptions<S> {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  readonly services: S;
  /** Called with an error that is a defect of the program, for its log. */
  onDefect?(error: unknown): void;
}

/**
 * Runs a command from getinfo to its last answer. Resolves to the exit code for the process: 0 when all went well or
 * splunkd had enough (it closed a stream), 1 after the one ERROR message of a failed search.
 */
export async function runCommand<S>(command: AnyCommand<S>, options: RunOptions<S>): Promise<number> {
  const session = new Session(command, options);
  return session.run();
}

const NO_BODY: Buffer = Buffer.alloc(0);

class Session<S> {
  readonly #command: AnyCommand<S>;
  readonly #options: RunOptions<S>;
  readonly #stop = new AbortController();
  #messages: [MessageLevel, string][] = [];
  #metrics: Record<string, Metric> = {};
  #maxResultRows = DEFAULT_MAX_RESULT_ROWS;

  constructor(command: AnyCommand<S>, options: RunOptions<S>) {
    this.#command = command;
    this.#options = options;
    options.output.once('error', (error) => {
      if (isNobodyThere(error)) this.#stop.abort();
    });
  }

  async run(): Promise<number> {
    const frames = watchEnd(readFrames(this.#options.input), (last) => {
      // Whoever has sent everything may close: then the answers are still wanted.
      if (last?.metadata['finished'] !== true) this.#stop.abort();
    });
    let answeredGetinfo = false;
    try {
      const getinfo = await frames.next();
      if (getinfo.done === true) return 0;
      const start = this.#start(getinfo.value);
      if (typeof start === 'string') {
        this.#messages.push(['ERROR', start]);
        await this.#send(this.#configuration());
        return 1;
      }
      await this.#send(this.#configuration());
      answeredGetinfo = true;
      await this.#answerAll(start, frames);
      return 0;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      this.#messages = this.#messages.filter(([level]) => level !== 'ERROR' && level !== 'FATAL');
      this.#messages.push(['ERROR', this.#explain(error)]);
      await this.#send(answeredGetinfo ? { finished: true } : this.#configuration()).catch(() => undefined);
      return 1;
    } finally {
      this.#stop.abort();
    }
  }

  #configuration(): Readonly<Record<string, unknown>> {
    return configurationOf(this.#command, { maxResultRows: this.#maxResultRows });
  }

  /** The command's answers to execute requests, or what is wrong with the search. */
  #start(getinfo: Frame): Answers | string {
    if (getinfo.metadata['action'] !== 'getinfo') throw new FrameError('The first request is not getinfo.');
    const command = this.#command;
    const info = parseSearchInfo(getinfo.metadata['searchinfo']);
    this.#maxResultRows = info.maxResultRows;
    const { values, fields, mistakes } = parseArguments(info.args, command.options, command.takesFields);
    const all =
      mistakes.length > 0 ? mistakes : (command.check?.(values as never, info, this.#options.services) ?? []);
    if (all.length > 0) return all.join(' ');
    const context: Context<S> = {
      info,
      services: this.#options.services,
      signal: this.#stop.signal,
      message: (level, text) => this.#messages.push([level, oneLine(text)]),
      metric: (name, value) => (this.#metrics[name] = value),
    };
    if (command.kind === 'generating') {
      return generated(command.generate(values as never, context), info.maxResultRows);
    }
    const encoder = new TableEncoder();
    let transformer: Transformer | undefined;
    /** Rows that splunkd does not take in the answer that they were made for. */
    let surplus: readonly Row[] = [];
    return {
      async answer({ body, cut, metadata }) {
        if (cut) throw new FrameError('The input ended within a chunk of rows.');
        transformer ??= await command.begin(values as never, { ...context, fields });
        const rows = await transformer.chunk(decodeRows(body.toString()));
        const finished = metadata['finished'] === true;
        const last = finished ? ((await transformer.end?.()) ?? []) : [];
        const all = surplus.length + last.length > 0 ? [...surplus, ...rows, ...last] : rows;
        surplus = all.slice(info.maxResultRows);
        if (finished && surplus.length > 0)
          throw new TooManyRowsError(command.name, all.length, info.maxResultRows);
        return { body: encoder.encode(tableOf(all.slice(0, info.maxResultRows))), finished };
      },
    };
  }

  async #answerAll(answers: Answers, frames: AsyncIterator<Frame>): Promise<void> {
    let ahead: Promise<Answer> | undefined;
    let request: Frame | undefined;
    for (;;) {
      const next = await frames.next();
      if (next.done !== true) request = next.value;
      else if (request?.metadata['finished'] !== true) return;
      if (request.metadata['action'] !== 'execute') throw new FrameError('Not an execute request.');
      const { body, finished } = await (ahead ?? answers.answer(request));
      const sent = this.#send({ finished }, body);
      // Made while splunkd takes this one: one answer ahead, no more. If it fails, that is said when its turn comes.
      ahead = finished ? undefined : answers.ahead?.();
      ahead?.catch(() => undefined);
      await sent;
      if (finished) return;
    }
  }

  /** Resolves when the stream took the bytes, so that a slow reader slows the command down. */
  #send(metadata: Record<string, unknown>, body = NO_BODY): Promise<void> {
    const inspector = {
      ...(this.#messages.length > 0 ? { messages: this.#messages } : {}),
      ...Object.fromEntries(Object.entries(this.#metrics).map(([name, value]) => [`metric.${name}`, value])),
    };
    this.#messages = [];
    this.#metrics = {};
    const { output } = this.#options;
    output.write(
      encodeHead(Object.keys(inspector).length > 0 ? { ...metadata, inspector } : metadata, body.length),
    );
    return new Promise((resolve, reject) => {
      output.write(body, (error) => {
        if (error) {
          if (isNobodyThere(error)) this.#stop.abort();
          reject(error);
        } else {
          resolve();
        }
      });
    });
  }

  #explain(error: unknown): string {
    if (error instanceof Error && !isDefect(error)) return oneLine(error.message);
    this.#options.onDefect?.(error);
    return `Internal error in ${this.#command.name} (its details are in search.log): ${oneLine(String(error))}`;
  }
}

/** One answer must hold what is left at the end: the protocol has no way to send more of them. */
class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';

  constructor(command: string, rows: number, most: number) {
    super(
      `${command} has ${rows} rows for its last answer, and splunkd takes ${most} (limits.conf, [searchresults] maxresultrows). Ask for less at once.`,
    );
  }
}

interface Answer {
  /** The encoder's bytes. */
  readonly body: Buffer;
  readonly finished: boolean;
}

interface Answers {
  answer(request: Frame): Promise<Answer>;
  /** The next answer before it is asked for, where that does not depend on the request. */
  ahead?(): Promise<Answer>;
}

/** One batch an execute; a batch over splunkd's limit is cut, an empty one passed over. */
function generated(batches: AsyncIterable<Table>, maxRows: number): Answers {
  const iterator = batches[Symbol.asyncIterator]();
  // One for the answer that is being sent, one for that which is being made.
  let [encoder, other] = [new TableEncoder(), new TableEncoder()];
  let rest: Table = { columns: [], rows: [] };
  const next = async (): Promise<Answer> => {
    while (rest.rows.length === 0) {
      const batch = await iterator.next();
      if (batch.done === true) return { body: NO_BODY, finished: true };
      rest = batch.value;
    }
    [encoder, other] = [other, encoder];
    const body = encoder.encode({ ...rest, rows: rest.rows.slice(0, maxRows) });
    rest = { ...rest, rows: rest.rows.slice(maxRows) };
    return { body, finished: false };
  };
  return { answer: next, ahead: next };
}

/**
 * Reads ahead, so that the end of the input is noticed while an answer is being made. Requests that came before the
 * end are still handed out.
 *
 * @param onEnd called with the last request
 */
function watchEnd(
  frames: AsyncIterator<Frame>,
  onEnd: (last: Frame | undefined) => void,
): AsyncIterator<Frame> {
  let last: Frame | undefined;
  const read = (): Promise<IteratorResult<Frame>> => {
    const next = frames.next();
    next.then(
      (result) => {
        if (result.done === true) onEnd(last);
        else last = result.value;
      },
      () => undefined,
    );
    return next;
  };
  let ahead = read();
  return {
    async next() {
      const result = await ahead;
      if (result.done !== true) ahead = read();
      return result;
    },
  };
}

/** splunkd reads no more: it has enough. Any other failure to write is one of ours to report. */
function isNobodyThere(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ECONNRESET';
}
