import type { ValueFunction } from './text-functions.ts';
import { numberOf, textOfValue, type Value } from './values.ts';

/** Functions that make texts or other numbers of numbers; null of what is no number. */
export const numberFunctions: readonly ValueFunction[] = [
  { name: 'printf', least: 1, most: Infinity, calculate: ([format = null, ...rest]) => printf(format, rest) },
  { name: 'round', least: 1, most: 2, calculate: ([number = null, digits = 0]) => round(number, digits) },
  {
    name: 'strftime',
    least: 2,
    most: 2,
    calculate: ([time = null, format = null]) => strftime(time, format),
  },
  {
    name: 'strptime',
    least: 2,
    most: 2,
    calculate: ([text = null, format = null]) => strptime(text, format),
  },
];

/** Whole numbers alone, with zeros before them to a width: `%d`, `%08d`. What Splunk makes of a null is not documented. */
function printf(format: Value, values: readonly Value[]): Value {
  const text = textOfValue(format);
  if (text === null) return null;
  const left = [...values];
  const made = text.replace(/%(?:0(\d+))?([^0])/g, (whole, width: string | undefined, kind: string) => {
    const number = numberOf(left.shift() ?? null);
    if (kind !== 'd') throw new Error(`printf() does not support ${whole}.`);
    if (number === null || number < 0 || !Number.isInteger(number))
      throw new Error(`${whole} of printf() is supported for whole numbers from 0 on only.`);
    return String(number).padStart(Number(width ?? 0), '0');
  });
  if (left.length > 0) throw new Error('printf() has more values than its format takes.');
  return made;
}

/** The beginning of a day, in UTC; null of what is none. @throws Error on another format than that of a day */
function strptime(value: Value, format: Value): Value {
  if (textOfValue(format) !== '%Y-%m-%d') throw new Error('strptime() supports the format "%Y-%m-%d" only.');
  const text = textOfValue(value);
  const time = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(time) ? null : time / 1000;
}

/** Halves go away from 0. */
function round(value: Value, digits: Value): Value {
  const [number, places] = [numberOf(value), numberOf(digits)];
  if (number === null || places === null) return null;
  const factor = 10 ** places;
  return (Math.sign(number) * Math.round(Math.abs(number) * factor)) / factor;
}

/** What of an ISO time stands for each sign. Splunk takes the user's time zone, which here is UTC. */
const PARTS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  Y: [0, 4],
  m: [5, 7],
  d: [8, 10],
  H: [11, 13],
  M: [14, 16],
  S: [17, 19],
  F: [0, 10],
  T: [11, 19],
};

function strftime(time: Value, format: Value): Value {
  const [seconds, text] = [numberOf(time), textOfValue(format)];
  if (seconds === null || text === null) return null;
  const iso = new Date(seconds * 1000).toISOString();
  return text.replace(/%(.)/g, (whole, sign: string) => {
    const part = PARTS[sign];
    if (!part) throw new Error(`strftime() does not support ${whole}.`);
    return iso.slice(...part);
  });
}

/** `tostring(n, "duration")`: HH:MM:SS, after days and a plus where there are some. */
export function durationOf(value: Value): Value {
  const number = numberOf(value);
  if (number === null) return null;
  if (number < 0 || !Number.isInteger(number))
    throw new Error(`A duration of ${number} seconds is not supported.`);
  const days = Math.floor(number / 86_400);
  return `${days > 0 ? `${days}+` : ''}${new Date((number % 86_400) * 1000).toISOString().slice(11, 19)}`;
}
