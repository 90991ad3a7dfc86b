import type { MispClient } from '../misp/client.ts';
import type { Sink } from './output/sink.ts';

/** What becomes known of a run while it goes. */
export interface RunFacts {
  /** Seconds that MISP's clock is ahead of this one. */
  clock_difference?: number;
  /** Whether it was the first, which looks back as far as `start` says. */
  backfill?: boolean;
  /** Whether all that is indexed was compared with MISP. */
  reconciled?: boolean;
  /** Seconds, by MISP's clock, since the moment up to which everything is indexed. */
  lag?: number;
}

/** The event `misp:run` that each run leaves in the index, and the line that it leaves in the log. */
export class RunSummary {
  facts: RunFacts = {};
  readonly #input: string;
  readonly #client: MispClient;
  readonly #sink: Sink;
  readonly #now: () => number;
  readonly #started: number;

  /** @param now milliseconds since 1970 */
  constructor(input: string, client: MispClient, sink: Sink, now: () => number) {
    this.#input = input;
    this.#client = client;
    this.#sink = sink;
    this.#now = now;
    this.#started = now();
  }

  get #seconds(): number {
    return (this.#now() - this.#started) / 1000;
  }

  async write(status: 'success' | 'failed' | 'stopped', error?: string): Promise<void> {
    const { requests, seconds } = this.#client.requestStats;
    const { read, attributes, deleted, events, sightings } = this.#sink.counts;
    const ended = this.#now() / 1000;
    const json = JSON.stringify({
      misp_instance: this.#sink.instance,
      misp_input: this.#input,
      status,
      error,
      started: Number((this.#started / 1000).toFixed(3)),
      ended: Number(ended.toFixed(3)),
      duration: Number(this.#seconds.toFixed(3)),
      read,
      attributes,
      deleted,
      events,
      sightings,
      requests,
      waited: Number(seconds.toFixed(3)),
      ...this.facts,
    });
    await this.#sink.write('misp:run', [[String(Math.floor(ended)), json]]);
    await this.#sink.taken();
  }

  get text(): string {
    const { read, attributes, deleted, events, sightings } = this.#sink.counts;
    const what = this.facts.reconciled === true ? ', everything compared with MISP' : '';
    const indexed = [of(attributes, 'attribute'), of(events, 'event'), of(sightings, 'sighting')].join(', ');
    return `Indexed ${indexed} (${of(read, 'attribute')} read, ${of(deleted, 'deletion')}) in ${this.#seconds.toFixed(1)} s${what}.`;
  }
}

function of(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
