import { plural } from '../../common/plural.ts';
import { oneLine } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Payload } from './payload.ts';

interface Outcome {
  readonly status: 'success' | 'failure';
  readonly text: string;
}

/** How many different failures the ERROR line has in full. */
const MAX_REPORTED_FAILURES = 5;

/** The log of an alert action (lines on standard error, which splunkd copies to splunkd.log), and the outcome of each result. */
export class Report {
  readonly #write: (line: string) => void;
  readonly #outcomes = new Map<Row, Outcome>();
  readonly #failures: string[] = [];

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  log(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
    this.#write(`${level} ${oneLine(text)}\n`);
  }

  record(rows: readonly Row[], status: Outcome['status'], text: string): void {
    if (status === 'failure') this.#failures.push(text);
    for (const row of rows) {
      // A result that failed in part counts as failed.
      if (this.#outcomes.get(row)?.status !== 'failure') this.#outcomes.set(row, { status, text });
    }
  }

  /** One text about all failures; undefined when there are none. */
  get failure(): string | undefined {
    const distinct = [...new Set(this.#failures)];
    if (distinct.length === 0) return undefined;
    const more = distinct.length - MAX_REPORTED_FAILURES;
    const text = distinct.slice(0, MAX_REPORTED_FAILURES).join(' ');
    return more > 0 ? `${text} And ${plural(more, 'more failure')}.` : text;
  }

  /**
   * A line for each result, which Enterprise Security shows with the adaptive responses of a finding. The format is that
   * of Splunk's common action model (cim_actions.py of Splunk_SA_CIM). It was not tried with Enterprise Security.
   */
  resultLines(
    rows: readonly Row[],
    action: string,
    { sid, search_name, app, owner }: Payload,
  ): readonly string[] {
    return rows.map((row, index) => {
      const { status, text } = this.#outcomes.get(row) ?? {
        status: 'failure',
        text: this.failure ?? 'not processed',
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
        `sendmodaction - ${pairs.map(([name, value]) => `${name}="${withoutQuotes(value)}"`).join(' ')}`,
      );
    });
  }
}

function textOf(row: Row, field: string): string {
  return [row[field] ?? ''].flat()[0] ?? '';
}

function withoutQuotes(text: string): string {
  // A backslash at the end would escape the closing quotation mark.
  return text.replaceAll('"', "'").replace(/\\+$/, '');
}
