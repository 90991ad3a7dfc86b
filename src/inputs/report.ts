import { plural } from '../common/plural.ts';
import { oneLine } from '../protocol/failures.ts';
import type { RunCounts } from './output/sink.ts';

const PROGRESS_INTERVAL_MS = 5000;
const WARNING_INTERVAL_MS = 60_000;

/** The log of an input: lines on standard error, which splunkd copies to splunkd.log. */
export class Report {
  readonly #input: string;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  #lastProgress: number;
  #lastAttributes = 0;
  #lastWarning = -Infinity;

  /** @param write gets whole lines @param now milliseconds since 1970 */
  constructor(input: string, write: (line: string) => void, now: () => number) {
    this.#input = input;
    this.#write = write;
    this.#now = now;
    this.#lastProgress = now();
  }

  log(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
    this.#write(`${level} misp://${this.#input}: ${oneLine(text)}\n`);
  }

  /** Warns of an error after which the input tries again: the first time, then at most once a minute. */
  warnRetrying(text: string): void {
    if (this.#now() - this.#lastWarning < WARNING_INTERVAL_MS) return;
    this.#lastWarning = this.#now();
    this.log('WARN', text);
  }

  /** Logs the counts, at most every five seconds. @param step what the run is doing */
  progress(step: string, { read, attributes, events, sightings }: RunCounts): void {
    const elapsedMs = this.#now() - this.#lastProgress;
    if (elapsedMs < PROGRESS_INTERVAL_MS) return;
    const rate = Math.round(((attributes - this.#lastAttributes) / elapsedMs) * 1000);
    this.log(
      'INFO',
      `${step}: ${plural(read, 'attribute')} read, ${attributes} indexed (${rate} a second), ${plural(events, 'event')}, ${plural(sightings, 'sighting')}.`,
    );
    this.#lastProgress = this.#now();
    this.#lastAttributes = attributes;
  }
}
