import { oneLine } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Payload } from './payload.ts';

interface Outcome {
  readonly status: 'success' | 'failure';
  readonly text: string;
}

/** So many different reasons are told in full. */
const TOLD_FAILURES = 5;

/** What an alert action tells: lines on standard error, which splunkd puts into its log. */
export class Report {
  readonly #write: (line: string) => void;
  readonly #outcomes = new Map<Row, Outcome>();
  readonly #failures: string[] = [];

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  say(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
    this.#write(`${level} ${oneLine(text)}\n`);
  }

  note(rows: readonly Row[], status: Outcome['status'], text: string): void {
    if (status === 'failure') this.#failures.push(text);
    for (const row of rows) {
      const known = this.#outcomes.get(row);
      // What failed in part has failed.
      if (known?.status !== 'failure') this.#outcomes.set(row, { status, text });
    }
  }

  /** Of everything that failed, one text; undefined when nothing did. */
  get failure(): string | undefined {
    const distinct = [...new Set(this.#failures)];
    if (distinct.length === 0) return undefined;
    const more = distinct.length - TOLD_FAILURES;
    const told = distinct.slice(0, TOLD_FAILURES).join(' ');
    return more > 0 ? `${told} And ${more} more failures.` : told;
  }

  /**
   * A line for each result as Enterprise Security shows it with the adaptive responses of a finding: the message of
   * Splunk's common action model (cim_actions.py of Splunk_SA_CIM). The form is what that library writes; it was not
   * tried on an Enterprise Security.
   */
  resultLines(
    rows: readonly Row[],
    action: string,
    { sid, search_name, app, owner }: Payload,
  ): readonly string[] {
    return rows.map((row, index) => {
      const { status, text } = this.#outcomes.get(row) ?? {
        status: 'failure',
        text: this.failure ?? 'not reached',
      };
      const fields: Readonly<Record<string, string>> = {
        signature: text,
        action_name: action,
        search_name,
        sid,
        orig_sid: textOf(row, 'orig_sid'),
        rid: textOf(row, 'rid') || String(index),
        orig_rid: textOf(row, 'orig_rid'),
        app,
        user: owner,
        action_mode: search_name === '' ? 'adhoc' : 'saved',
        action_status: status,
      };
      const pairs = Object.entries(fields).filter(
        ([name, value]) => value !== '' || !name.startsWith('orig_'),
      );
      return oneLine(
        `sendmodaction - ${pairs.map(([name, value]) => `${name}="${quotable(value)}"`).join(' ')}`,
      );
    });
  }
}

function textOf(row: Row, field: string): string {
  return [row[field] ?? ''].flat()[0] ?? '';
}

function quotable(text: string): string {
  // A backslash at the end would take the closing quotation mark along.
  return text.replaceAll('"', "'").replace(/\\+$/, '');
}
