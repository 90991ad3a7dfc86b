import { type Exchange, headerOf } from './recordings.ts';
import type { Answer } from './replay.ts';

/**
 * What is not as it was recorded; nothing when all that a client can go by is.
 *
 * @param everything how many attributes the embedded MISP shows of what the recorded one showed whole
 */
export function differences(exchange: Exchange, answer: Answer, everything: number): string[] {
  const { name, response } = exchange;
  return [
    ...headDifferences(exchange, answer, everything),
    ...(response.body_truncated_at === undefined
      ? difference(`${name}: the body`, comparable(answer.body), comparable(response.body))
      : []),
  ];
}

/** The same of all but the body. */
export function headDifferences(exchange: Exchange, answer: Answer, everything: number): string[] {
  const { name, response } = exchange;
  const expectedHeader = (one: string) => {
    const recorded = headerOf(exchange, one);
    if (one === 'x-result-count' && isPartialTotal(exchange, answer)) return answer.headers[one];
    return recorded === WHOLE_DATABASE ? String(everything) : recorded;
  };
  return [
    ...difference(`${name}: the status`, answer.status, response.status),
    ...difference(
      `${name}: the list of headers`,
      headerNames(Object.keys(answer.headers)),
      headerNames(response.headers.map(([one]) => one)),
    ),
    ...difference(
      `${name}: the location`,
      pathOf(answer.headers.location),
      pathOf(headerOf(exchange, 'location')),
    ),
    ...COMPARED_HEADERS.flatMap((one) =>
      difference(`${name}: ${one}`, answer.headers[one], expectedHeader(one)),
    ),
  ];
}

/** Without the address of the server. */
function pathOf(location: string | undefined): string | undefined {
  return location?.replace(/^https?:\/\/[^/]*/, '');
}

export function difference(what: string, ours: unknown, theirs: unknown): string[] {
  return ours === theirs ? [] : [`${what} is ${around(ours, theirs)} instead of ${around(theirs, ours)}`];
}

/** Whether a page of events is counted among fewer of them than were there when it was recorded. */
function isPartialTotal(exchange: Exchange, answer: Answer): boolean {
  const { path, body } = exchange.request;
  const isPage = path.startsWith('/events/') && `${path} ${body ?? ''}`.includes('limit');
  const [ours, theirs] = [answer.headers['x-result-count'], headerOf(exchange, 'x-result-count')].map(Number);
  return isPage && Number(ours) > 0 && Number(ours) <= Number(theirs);
}

/** A text from shortly before where it begins to be another than the other. */
function around(text: unknown, other: unknown): string {
  const [a, b] = [String(text), String(other)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return `${same > 40 ? '…' : ''}${a.slice(Math.max(0, same - 40), same + 120)}`;
}

const COMPARED_HEADERS = [
  ...[
    'content-type',
    'content-disposition',
    'x-result-count',
    'x-skipped-elements-count',
    'x-export-module-used',
    'x-response-format',
  ],
  ...['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'],
];
/** X-Result-Count of an answer with all that there was. */
const WHOLE_DATABASE = '105028';
/** What a browser wants of pages. */
const NOT_OURS = ['x-xss-protection'];

function headerNames(names: readonly string[]): string {
  const wanted = /^(x-|content-length|content-type|location|strict-)/;
  return names
    .map((one) => one.toLowerCase())
    .filter((one) => wanted.test(one) && !NOT_OURS.includes(one))
    .sort()
    .join();
}

/**
 * JSON with every member in its order, but for what depends on a second, on a warning list or on correlations; how it is
 * laid out; a user without names and numbers; and of pages for people only that they are.
 */
function comparable(body: string): string {
  if (body.startsWith('<!DOCTYPE html>')) return 'a page';
  if (body.includes('"User": {')) return body.replace(/: "[^"]*"/g, ': ""');
  try {
    return `${layoutOf(body)} ${JSON.stringify(JSON.parse(body), steady)}`;
  } catch {
    return body;
  }
}

/** Whether it is spread over lines, has its slashes escaped and ends with a line end. */
export function layoutOf(body: string): string {
  return [/^.\n    /.test(body), body.includes('\\/'), body.endsWith('\n')].join();
}

/** The embedded MISP has neither correlations nor proposals. */
const NOT_HERE = ['RelatedAttribute', 'RelatedEvent', 'ShadowAttribute'];

/** Whose ids are those of tables that have more rows than the embedded MISP. */
const NUMBERED_ELSEWHERE = ['AttributeTag', 'EventTag', 'WarninglistEntry', 'WarninglistType'];

function steady(member: string, value: unknown): unknown {
  if (NOT_HERE.includes(member)) return undefined;
  if (member === 'score') return Number(Number(value).toFixed(2));
  if (member === 'event_tag_id') return 'some id';
  if (NUMBERED_ELSEWHERE.includes(member))
    return (value as object[]).map((one) => ({ ...one, id: 'some id' }));
  return member === 'warnings' ? 'there' : value;
}
