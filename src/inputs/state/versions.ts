import { toNumber } from '../../misp/http/responses.ts';
import type { MispEvent } from '../../misp/rows/event-types.ts';
import type { Attribute, Tag } from '../../misp/rows/types.ts';
import { hashOf } from './hash.ts';

/** The largest number that a record holds. */
const LARGEST = 2 ** 32 - 1;

/** What attributes are indexed with of their event: when it changes, they are indexed anew. Members may be missing or null. */
interface EventContext {
  readonly info?: unknown;
  readonly date?: unknown;
  readonly threat_level_id?: unknown;
  readonly analysis?: unknown;
  readonly distribution?: unknown;
  readonly Tag?: unknown;
}

/** Of an event as it stands in events, and as it stands in attributes (with `includeContext`), the same number. */
export function contextOf(event: EventContext): number {
  const { info, date, threat_level_id, analysis, distribution, Tag: tags } = event;
  return hashOf(JSON.stringify([info, date, threat_level_id, analysis, distribution, namesOf(tags).sort()]));
}

/**
 * `timestamp`, the event's id and a number for all that is indexed of it: two changes within a second have the same
 * time. What is missing counts as empty.
 */
export function attributeVersion(attribute: Attribute, context: number): readonly number[] {
  const { timestamp, event_id, value, type, category, comment, to_ids, deleted, first_seen, last_seen } =
    attribute;
  let hash = hashOf(textOf(value), context);
  hash = hashOf(textOf(comment), hashOf(textOf(category), hashOf(textOf(type), hash)));
  hash = hashOf(FLAGS[Number(to_ids) + 2 * Number(deleted)] ?? '', hash);
  hash = hashOf(textOf(first_seen), hash);
  if (textOf(last_seen) !== '') hash = hashOf(textOf(last_seen), hashOf(' ', hash));
  for (const name of namesOf(attribute.Tag)) hash = hashOf(name, hash);
  const event = idWord(event_id);
  return [timeOf(timestamp), event, event === 0 ? hashOf(textOf(event_id), hash) : hash];
}

/** By `to_ids` and `deleted`. */
const FLAGS = ['a', 'b', 'c', 'd'];

/** `timestamp`, `publish_timestamp` and a number for the rest. */
export function eventVersion(event: MispEvent): readonly number[] {
  return [
    timeOf(event.timestamp),
    wordOf(event.publish_timestamp),
    hashOf(textOf(event['published']), contextOf(event)),
  ];
}

/** Never 0, which stands for nothing known. @param timestamp Unix seconds, whatever MISP made of them */
export function timeOf(timestamp: unknown): number {
  return Math.max(1, wordOf(timestamp));
}

/** An id as a record holds it: 0 for one that has no room there. */
export function idWord(id: unknown): number {
  const number = toNumber(id);
  return number <= LARGEST ? number : 0;
}

export function isSame(one: readonly number[] | undefined, other: readonly number[]): boolean {
  return one !== undefined && other.every((word, index) => one[index] === word);
}

function wordOf(value: unknown): number {
  const number = Math.floor(toNumber(value));
  return number > 0 ? Math.min(number, LARGEST) : 0;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function namesOf(tags: unknown): string[] {
  if (!Array.isArray(tags)) return [];
  return (tags as readonly (Partial<Tag> | null)[]).map((tag) => textOf(tag?.name));
}
