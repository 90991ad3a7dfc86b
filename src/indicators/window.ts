import { resolveDay, resolveTime, TimeError } from '../misp/query/time.ts';
import { splitList } from '../protocol/lists.ts';
import { OptionError } from '../protocol/options.ts';

/** A time or a range of times, as written. */
export type Window = string | readonly [string, string];

/** Validates a time or a range `from,to`. @throws OptionError */
export function parseWindow(text: string): Window {
  const [from, to] = parseRange(text, resolveTime);
  return to === undefined ? from : [from, to];
}

/** Validates a single time. @returns the text @throws OptionError */
export function parseMoment(text: string): string {
  return validate(text, resolveTime);
}

/** Dates of events: one day, or from and to. */
export type DateWindow = readonly [string] | readonly [string, string];

/** @throws OptionError */
export function parseDates(text: string): DateWindow {
  return parseRange(text, resolveDay);
}

type Resolve = (text: string, now: number) => unknown;

function parseRange(text: string, resolve: Resolve): readonly [string] | readonly [string, string] {
  const [from, to, ...others] = splitList(text).map((part) => validate(part, resolve));
  if (from === undefined || others.length > 0)
    throw new OptionError('must be a time, or a range like from,to');
  return to === undefined ? [from] : [from, to];
}

function validate(text: string, resolve: Resolve): string {
  try {
    resolve(text, 0);
    return text;
  } catch (error) {
    throw error instanceof TimeError ? new OptionError(error.message, { cause: error }) : error;
  }
}
