import type { Report } from './report.ts';

const NAMED = 5;

/** Rows of MISP's answers that cannot be indexed; counted, and told in one WARN at the end of a run. */
export class Unusable {
  readonly #report: Report;
  readonly #named: string[] = [];
  #count = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** @param what kind and id: `sighting 5` @param why `no uuid` */
  add(what: string, why: string): void {
    this.#count += 1;
    const name = `${what} (${why})`;
    if (this.#named.length < NAMED && !this.#named.includes(name)) this.#named.push(name);
  }

  tell(): void {
    if (this.#count === 0) return;
    const more = this.#count > this.#named.length ? ', …' : '';
    this.#report.say(
      'WARN',
      `MISP answered ${this.#count} rows that cannot be indexed, and are left out: ${this.#named.join(', ')}${more}. Look at them in MISP.`,
    );
  }
}
