import { shorten } from '../common/shorten.ts';
import type { MessageLevel } from './command.ts';
import type { Metadata } from './frame.ts';

/** Whether an error is a bug in the program, whose message does not help the user. */
export function isDefect(error: Error): boolean {
  return (
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

/** The message of an error for a log; with the stack for a bug. @param where the part of the program */
export function errorText(error: unknown, where = ''): string {
  if (error instanceof Error && !isDefect(error)) return error.message;
  const all = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Internal error${where === '' ? '' : ` in ${where}`}: ${all}`;
}

/** A text on one line, since splunkd ends a message at the end of a line, and shortened. */
export function oneLine(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), MAX_MESSAGE);
}

const MAX_MESSAGE = 5000;

interface Diagnostics {
  /** Further messages of the command. */
  readonly messages: readonly (readonly [MessageLevel, string])[];
  /** The metrics by `metric.<name>`. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

/**
 * The metadata of a response that fails the search: to getinfo with the command's configuration, to execute without.
 *
 * Only the member `error` makes splunkd end a search as FAILED. An ERROR message with `finished` leaves it DONE, whatever
 * the exit code. splunkd reads the members in order and shows the text only if `inspector` comes before `error`, so they
 * are sorted in reverse, as in Splunk's Machine Learning Toolkit.
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
