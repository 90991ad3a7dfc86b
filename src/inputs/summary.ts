import { plural } from '../common/plural.ts';
import type { MispClient } from '../misp/client.ts';
import type { Sink } from './output/sink.ts';

/** Fields of the event `misp:run` that a run finds out while it runs. */
export interface RunFacts {
  /** Seconds that MISP's clock is ahead of this machine's clock. */
  clock_difference?: number;
  /** Whether it is the first run, which reads everything since `start`. */
  backfill?: boolean;
  /** Whether the run compared all that is indexed with MISP. */
  reconciled?: boolean;
  /** Seconds by MISP's clock since the time up to which everything is indexed. */
  lag?: number;
}

/** Summarizes a run: as the event `misp:run` in the index, and as a line in the log. */
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
    await this.#sink.flushed();
  }

  get text(): string {
    const { read, attributes, deleted, events, sightings } = this.#sink.counts;
    const comparison = this.facts.reconciled === true ? ', everything compared with MISP' : '';
    const indexed = [plural(attributes, 'attribute'), plural(events, 'event'), plural(sightings, 'sighting')];
    return `Indexed ${indexed.join(', ')} (${plural(read, 'attribute')} read, ${plural(deleted, 'deletion')}) in ${this.#seconds.toFixed(1)} s${comparison}.`;
  }
}
