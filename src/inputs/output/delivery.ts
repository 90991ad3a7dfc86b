import * as v from 'valibot';
import type { Store } from '../state/store.ts';
import { lastEvents } from './recent-events.ts';
import type { Sink } from './sink.ts';

/**
 * What is known about the events that were written last. `open`: the run is not over, or was killed. `read`: splunkd has
 * read them. `unread`: splunkd did not read them in time. `gone`: splunkd closed the pipe.
 */
const State = v.picklist(['open', 'read', 'unread', 'gone']);
type State = v.InferOutput<typeof State>;

/** The first line of the stored data; the events follow. */
const Header = v.object({ state: State, splunkdStart: v.optional(v.string()) });

/** The capacity of a pipe on Linux. */
const PIPE_BYTES = 64 * 1024;

export interface DeliveryOptions {
  readonly store: Store;
  readonly sink: Sink;
  /** When splunkd started, which changes with a restart; undefined where splunkd does not report it. */
  readonly splunkdStart: string | undefined;
  readonly platform: NodeJS.Platform;
}

/**
 * Makes sure that splunkd receives all events. A successful write says only that the pipe has them. So the last events
 * are saved before the index state that claims them, and the next run writes them again if splunkd may have lost them.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #savedVersion = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * Writes events of the previous run again that splunkd may have lost: all saved events if splunkd closed the pipe, did
   * not read them, or has been restarted since; only what the pipe may have buffered if just the run was killed.
   * @returns how many events
   */
  async resendLost(): Promise<number> {
    const { store, sink } = this.#options;
    const stored = await store.loadRecent();
    if (!stored || stored.length === 0) return 0;
    const lost = lostEvents(stored, this.#options);
    if (lost.length === 0) {
      await store.saveRecent(Buffer.alloc(0));
      return 0;
    }
    await sink.resend(lost);
    await this.save();
    return countEvents(lost);
  }

  /** Saves the last events. Call it before saving any index state that claims them. */
  save(): Promise<void> {
    return this.#afterPreviousSave(async () => {
      if (this.#options.sink.recent.version !== this.#savedVersion) await this.#save('open');
    });
  }

  /** Waits until splunkd has read everything and saves the result. Call it at the end of every run, also a failed one. */
  async finish(timeoutMs: number): Promise<State> {
    const { sink } = this.#options;
    if (sink.recent.isEmpty) return 'read';
    let state: State;
    try {
      state = (await sink.drain(timeoutMs)) ? 'read' : 'unread';
    } catch {
      state = 'gone';
    }
    await this.#afterPreviousSave(() => this.#save(state));
    return state;
  }

  #afterPreviousSave(work: () => Promise<void>): Promise<void> {
    const done = this.#saving.then(work);
    // The returned promise reports the failure; the next save runs all the same.
    this.#saving = done.catch(() => undefined);
    return done;
  }

  async #save(state: State): Promise<void> {
    const { store, sink, splunkdStart } = this.#options;
    const { version, bytes } = sink.recent;
    const header = Buffer.from(`${JSON.stringify({ state, splunkdStart })}\n`);
    await store.saveRecent(Buffer.concat([header, bytes]));
    this.#savedVersion = version;
  }
}

function lostEvents(stored: Buffer, { splunkdStart, platform }: DeliveryOptions): Buffer {
  const end = stored.indexOf('\n');
  const events = stored.subarray(end + 1);
  const header = parseHeader(stored.toString('utf8', 0, end));
  if (!header) return Buffer.alloc(0);
  const { state } = header;
  if (header.splunkdStart !== splunkdStart || state === 'unread' || state === 'gone') return events;
  if (state === 'read') return Buffer.alloc(0);
  // On Windows, splunkd chooses the capacity of the pipe.
  return platform === 'win32' ? events : lastEvents(events, PIPE_BYTES);
}

function parseHeader(line: string): v.InferOutput<typeof Header> | undefined {
  try {
    return v.parse(Header, JSON.parse(line));
  } catch {
    return undefined;
  }
}

function countEvents(events: Buffer): number {
  let count = 0;
  for (let at = events.indexOf('</event>'); at >= 0; at = events.indexOf('</event>', at + 1)) count += 1;
  return count;
}
