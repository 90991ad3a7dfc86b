import { oneLine } from '../protocol/failures.ts';
import type { Counts } from './output/sink.ts';

const PROGRESS_MS = 5000;
const WARNING_MS = 60_000;

/** What an input tells: lines on standard error, which splunkd puts into its log. */
export class Report {
  readonly #input: string;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  #told: number;
  #indexed = 0;
  #warned = -Infinity;

  constructor(input: string, write: (line: string) => void, now: () => number) {
    this.#input = input;
    this.#write = write;
    this.#now = now;
    this.#told = now();
  }

  say(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
    this.#write(`${level} misp://${this.#input}: ${oneLine(text)}\n`);
  }

  /** Something goes wrong that may pass: told at first, and every minute. */
  waiting(text: string): void {
    if (this.#now() - this.#warned < WARNING_MS) return;
    this.#warned = this.#now();
    this.say('WARN', text);
  }

  /** Every few seconds. */
  progress(what: string, { read, attributes, events, sightings }: Counts): void {
    const seconds = (this.#now() - this.#told) / 1000;
    if (seconds * 1000 < PROGRESS_MS) return;
    const rate = Math.round((attributes - this.#indexed) / seconds);
    this.say(
      'INFO',
      `${what}: ${read} attributes read, ${attributes} indexed (${rate} a second), ${events} events, ${sightings} sightings.`,
    );
    this.#told = this.#now();
    this.#indexed = attributes;
  }
}
