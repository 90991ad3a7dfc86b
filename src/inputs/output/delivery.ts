import * as v from 'valibot';
import { lastOf } from './recent-events.ts';
import type { Sink } from './sink.ts';
import type { Store } from '../state/store.ts';

/**
 * How far the events that were written last have come: `open` as long as a run goes on (so it was killed when the next
 * one finds this), `read` by splunkd, `unread` for too long, or `gone` with the reader of the pipe.
 */
const State = v.picklist(['open', 'read', 'unread', 'gone']);
type State = v.InferOutput<typeof State>;

/** The first line of what is stored; the events follow. */
const Header = v.object({ state: State, splunkdStart: v.optional(v.string()) });

/** What a pipe holds on Linux. */
const PIPE_BYTES = 64 * 1024;

export interface DeliveryOptions {
  readonly store: Store;
  readonly sink: Sink;
  /** Tells one start of splunkd from another; undefined where splunkd does not say. */
  readonly splunkdStart: string | undefined;
  readonly platform: NodeJS.Platform;
}

/**
 * Sees to it that events arrive, although a write says only that the pipe has them. The last ones are kept in the store
 * before anything is known by them, and the next run writes them again when splunkd may not have had them.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #savedVersion = 0;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * Writes again what of the run before may be lost: all that was kept when its reader was gone, did not read, or is a
   * splunkd that has started anew since; when only the run was killed, what the pipe may have held.
   * @returns how many events
   */
  async resume(): Promise<number> {
    const { store, sink } = this.#options;
    const stored = await store.loadRecent();
    if (!stored || stored.length === 0) return 0;
    const lost = lostOf(stored, this.#options);
    if (lost.length === 0) {
      await store.saveRecent(Buffer.alloc(0));
      return 0;
    }
    await sink.rewrite(lost);
    await this.save();
    return countEvents(lost);
  }

  /** Must come before anything is known by the events that were written. */
  save(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#options.sink.recent.version !== this.#savedVersion) await this.#save('open');
    });
  }

  /** At the end of a run, whatever its end. @param milliseconds how long splunkd is waited for */
  async settle(milliseconds: number): Promise<State> {
    const { sink } = this.#options;
    if (sink.recent.isEmpty) return 'read';
    let state: State;
    try {
      state = (await sink.drain(milliseconds)) ? 'read' : 'unread';
    } catch {
      state = 'gone';
    }
    await this.#inTurn(() => this.#save(state));
    return state;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#saving.then(work);
    // Its failure is told to whoever waits for it.
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

function lostOf(stored: Buffer, { splunkdStart, platform }: DeliveryOptions): Buffer {
  const end = stored.indexOf('\n');
  const events = stored.subarray(end + 1);
  const header = headerIn(stored.toString('utf8', 0, end));
  if (!header) return Buffer.alloc(0);
  const { state } = header;
  if (header.splunkdStart !== splunkdStart || state === 'unread' || state === 'gone') return events;
  if (state === 'read') return Buffer.alloc(0);
  // On Windows a pipe holds what splunkd chose.
  return platform === 'win32' ? events : lastOf(events, PIPE_BYTES);
}

function headerIn(line: string): v.InferOutput<typeof Header> | undefined {
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
