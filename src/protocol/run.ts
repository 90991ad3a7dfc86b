import type { Writable } from 'node:stream';
import {
  type ExecuteResponse,
  type Responder,
  batchResponder,
  chunkResponder,
  NO_BODY,
} from './responses.ts';
import {
  type AnyCommand,
  configurationOf,
  type Context,
  type Metric,
  type UserMessageLevel,
} from './command.ts';
import { failureMetadata, isDefect, oneLine } from './failures.ts';
import { encodeHead, type Frame, FrameError, type Metadata, readFrames } from './frame.ts';
import { parseArguments } from './arguments.ts';
import { readAhead } from './read-ahead.ts';
import { DEFAULT_MAX_RESULT_ROWS, parseSearchInfo } from './search-info.ts';

export interface RunOptions<S> {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: Writable;
  readonly services: S;
  /** Called with an error that is a bug in the program, for its log. */
  onDefect?(error: unknown): void;
}

/**
 * Runs a command from getinfo to its last response. @returns the exit code of the process: 0 after success, or when splunkd
 * closes a stream; 1 after a response that fails the search
 */
export async function runCommand<S>(command: AnyCommand<S>, options: RunOptions<S>): Promise<number> {
  const session = new Session(command, options);
  return session.run();
}

class Session<S> {
  readonly #command: AnyCommand<S>;
  readonly #options: RunOptions<S>;
  readonly #stop = new AbortController();
  #messages: [UserMessageLevel, string][] = [];
  #metrics: Record<string, Metric> = {};
  #maxResultRows = DEFAULT_MAX_RESULT_ROWS;

  constructor(command: AnyCommand<S>, options: RunOptions<S>) {
    this.#command = command;
    this.#options = options;
    options.output.once('error', (error) => {
      if (isOutputClosed(error)) this.#stop.abort();
    });
  }

  async run(): Promise<number> {
    const frames = readAhead(readFrames(this.#options.input), (last) => {
      // splunkd may close its end after the last request and still read the responses.
      if (last?.metadata['finished'] !== true) this.#stop.abort();
    });
    let answeredGetinfo = false;
    try {
      const getinfo = await frames.next();
      if (getinfo.done === true) return 0;
      const answers = this.#startCommand(getinfo.value);
      await this.#send(this.#configuration());
      answeredGetinfo = true;
      await this.#respondToAll(answers, frames);
      return 0;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      await this.#sendFailure(error, answeredGetinfo ? {} : this.#configuration());
      return 1;
    } finally {
      this.#stop.abort();
    }
  }

  #configuration(): Metadata {
    return configurationOf(this.#command, { maxResultRows: this.#maxResultRows });
  }

  /** @throws MistakeError when the search cannot be run as it is written */
  #startCommand(getinfo: Frame): Responder {
    if (getinfo.metadata['action'] !== 'getinfo') throw new FrameError('The first request is not getinfo.');
    const command = this.#command;
    const info = parseSearchInfo(getinfo.metadata['searchinfo']);
    this.#maxResultRows = info.maxResultRows;
    const { values, fields, mistakes } = parseArguments(info.args, command.options, command.takesFields);
    const all =
      mistakes.length > 0 ? mistakes : (command.check?.(values as never, info, this.#options.services) ?? []);
    if (all.length > 0) throw new MistakeError(all.join(' '));
    const context: Context<S> = {
      info,
      services: this.#options.services,
      signal: this.#stop.signal,
      message: (level, text) => this.#messages.push([level, oneLine(text)]),
      metric: (name, value) => (this.#metrics[name] = value),
    };
    return command.kind === 'generating'
      ? batchResponder(command.generate(values as never, context), info.maxResultRows)
      : chunkResponder(command, values, { ...context, fields });
  }

  async #respondToAll(answers: Responder, frames: AsyncIterator<Frame>): Promise<void> {
    let ahead: Promise<ExecuteResponse> | undefined;
    let request: Frame | undefined;
    for (;;) {
      const next = await frames.next();
      if (next.done !== true) request = next.value;
      else if (request?.metadata['finished'] !== true) return;
      if (request.metadata['action'] !== 'execute') throw new FrameError('Not an execute request.');
      const { body, finished } = await (ahead ?? answers.respond(request));
      const sent = this.#send({ finished }, body);
      // Prepare one response while splunkd reads this one. Its failure is reported when it is sent.
      ahead = finished ? undefined : answers.prefetch?.();
      ahead?.catch(() => undefined);
      await sent;
      if (finished) return;
    }
  }

  #send(metadata: Metadata, body = NO_BODY): Promise<void> {
    const inspector = {
      ...(this.#messages.length > 0 ? { messages: this.#messages } : {}),
      ...this.#takeMetrics(),
    };
    this.#messages = [];
    return this.#write(Object.keys(inspector).length > 0 ? { ...metadata, inspector } : metadata, body);
  }

  /** Sends a response that fails the search. A closed stream needs no report. */
  async #sendFailure(error: unknown, configuration: Metadata): Promise<void> {
    const failure = failureMetadata(this.#errorText(error), configuration, {
      messages: this.#messages,
      metrics: this.#takeMetrics(),
    });
    await this.#write(failure, NO_BODY).catch(() => undefined);
  }

  #takeMetrics(): Record<string, Metric> {
    const metrics = Object.entries(this.#metrics).map(([name, value]) => [`metric.${name}`, value] as const);
    this.#metrics = {};
    return Object.fromEntries(metrics);
  }

  /** Resolves when the stream has accepted the bytes, which gives backpressure from a slow reader. */
  #write(metadata: Metadata, body: Buffer): Promise<void> {
    const { output } = this.#options;
    output.write(encodeHead(metadata, body.length));
    return new Promise((resolve, reject) => {
      output.write(body, (error) => {
        if (error) {
          if (isOutputClosed(error)) this.#stop.abort();
          reject(error);
        } else {
          resolve();
        }
      });
    });
  }

  #errorText(error: unknown): string {
    const { name } = this.#command;
    if (error instanceof Error && !isDefect(error)) return oneLine(error.message) || `${name} failed.`;
    this.#options.onDefect?.(error);
    return `Internal error in ${name} (its details are in search.log): ${oneLine(String(error))}`;
  }
}

/** The search has mistakes; the message has a sentence for each. */
class MistakeError extends Error {
  override readonly name = 'MistakeError';
}

/** Whether splunkd has closed the pipe, since it needs no more results. On Windows the code may be EOF. */
function isOutputClosed(error: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'ECONNRESET', 'EOF'].includes(error.code ?? '');
}
