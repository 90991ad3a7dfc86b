import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import type { EventContent } from './event-content.ts';

const WHY =
  'the results have no value of an attribute or object, in columns like misp_domain or fo_filename.';

/** Groups of results that would make an empty event, or change nothing of one. */
export class SkippedGroups {
  readonly #context: AlertContext;
  readonly #groups: { readonly what: string; readonly rows: readonly Row[] }[] = [];

  constructor(context: AlertContext) {
    this.#context = context;
  }

  /** @param what was not done */
  add(what: string, rows: readonly Row[], { problems }: Pick<EventContent, 'problems'>): void {
    // What the results did have was left out, and that is why.
    if (problems.length > 0) this.#context.failed(rows, `${what}: ${problems.join(' ')}`);
    else this.#groups.push({ what, rows });
  }

  /** Some such groups are as they are; an alert that has no others looks at the wrong columns. */
  report(): void {
    const skipped = this.#groups.flatMap(({ rows }) => rows);
    if (skipped.length === 0) return;
    if (skipped.length === this.#context.rows.length) {
      this.#context.failed(skipped, `Nothing was sent to MISP: ${WHY}`);
      return;
    }
    for (const { what, rows } of this.#groups) {
      this.#context.warn(`${what}: ${WHY}`);
      this.#context.done(rows, `${what}: ${WHY}`);
    }
  }
}
