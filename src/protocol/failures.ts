import { shorten } from '../common/shorten.ts';
import type { MessageLevel } from './command.ts';
import type { Metadata } from './frame.ts';

/** Whether an error is a mistake of the program's own, whose message says nothing to who searches. */
export function isDefect(error: Error): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/** What went wrong, for people; of a defect all that helps to find it. @param where it is */
export function errorText(error: unknown, where = ''): string {
  if (error instanceof Error && !isDefect(error)) return error.message;
  const all = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Internal error${where === '' ? '' : ` in ${where}`}: ${all}`;
}

/** A text as splunkd takes it: it ends a message at the end of a line. Nobody reads more than some thousand characters of one. */
export function oneLine(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), MAX_MESSAGE);
}

const MAX_MESSAGE = 5000;

interface Diagnostics {
  /** What the command had to say besides. */
  readonly messages: readonly (readonly [MessageLevel, string])[];
  /** `metric.<name>` to its numbers. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

/**
 * The answer that fails a search, to getinfo (with the command's configuration) as to execute (without).
 *
 * Only `error` makes splunkd end a search as FAILED: an ERROR with `finished` alone leaves it DONE, whatever the exit
 * code. splunkd reads the members in their order, and shows the text only if `inspector` comes before `error`. So they
 * are sorted in reverse, as Splunk's own Machine Learning Toolkit does.
 *
 * @param text one line, not empty
 */
export function failureMetadata(
  text: string,
  configuration: Metadata = {},
  { messages, metrics }: Diagnostics = { messages: [], metrics: {} },
): Metadata {
  const inspector = { messages: [['ERROR', text], ...messages], ...metrics };
  const members = Object.entries({ ...configuration, inspector, finished: true, error: text });
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? 1 : -1)));
}
