import { resolveDay, resolveTime, TimeError } from '../misp/query/time.ts';
import { OptionError, splitList } from '../protocol/options.ts';

/** One moment, or from one to another, as they were written. */
export type Window = string | readonly [string, string];

/** A time or a range `from,to`. @throws OptionError */
export function parseWindow(text: string): Window {
  const [from, to] = oneOrTwo(text, resolveTime);
  return to === undefined ? from : [from, to];
}

/** @returns the text @throws OptionError */
export function parseMoment(text: string): string {
  return checked(text, resolveTime);
}

/** Days of events' dates: one, or from,to. */
export type DateWindow = readonly [string] | readonly [string, string];

/** @throws OptionError */
export function parseDates(text: string): DateWindow {
  return oneOrTwo(text, resolveDay);
}

type Resolve = (text: string, now: number) => unknown;

function oneOrTwo(text: string, resolve: Resolve): readonly [string] | readonly [string, string] {
  const [from, to, ...others] = splitList(text).map((part) => checked(part, resolve));
  if (from === undefined || others.length > 0)
    throw new OptionError('is one time, or two of these as from,to');
  return to === undefined ? [from] : [from, to];
}

function checked(text: string, resolve: Resolve): string {
  try {
    resolve(text, 0);
    return text;
  } catch (error) {
    throw error instanceof TimeError ? new OptionError(error.message, { cause: error }) : error;
  }
}
