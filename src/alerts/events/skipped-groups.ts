import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import type { EventContent } from './event-content.ts';

const REASON =
  'the results have no value for an attribute or object, in columns like misp_domain or fo_filename.';

/** Collects groups of results that would create an empty event, or change nothing. */
export class SkippedGroups {
  readonly #context: AlertContext;
  readonly #groups: { readonly text: string; readonly rows: readonly Row[] }[] = [];

  constructor(context: AlertContext) {
    this.#context = context;
  }

  /** @param text what was not done */
  add(text: string, rows: readonly Row[], { problems }: Pick<EventContent, 'problems'>): void {
    // With problems, the group is empty because its values were dropped.
    if (problems.length > 0) this.#context.reportFailure(rows, `${text}: ${problems.join(' ')}`);
    else this.#groups.push({ text, rows });
  }

  /** Reports the skipped groups: as success with a warning, or as failure when all results were skipped. */
  report(): void {
    const skipped = this.#groups.flatMap(({ rows }) => rows);
    if (skipped.length === 0) return;
    if (skipped.length === this.#context.rows.length) {
      this.#context.reportFailure(skipped, `Nothing was sent to MISP: ${REASON}`);
      return;
    }
    for (const { text, rows } of this.#groups) {
      this.#context.logWarning(`${text}: ${REASON}`);
      this.#context.reportSuccess(rows, `${text}: ${REASON}`);
    }
  }
}
