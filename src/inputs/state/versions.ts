import { toNumber } from '../../misp/http/responses.ts';
import type { MispEvent } from '../../misp/rows/event-types.ts';
import type { Attribute, Tag } from '../../misp/rows/types.ts';
import { fnv1a } from './hash.ts';

/** The largest number that a record can store. */
const MAX_UINT32 = 2 ** 32 - 1;

/** The members of an event that its attributes are indexed with: when one changes, they are indexed again. */
interface EventContext {
  readonly info?: unknown;
  readonly date?: unknown;
  readonly threat_level_id?: unknown;
  readonly analysis?: unknown;
  readonly distribution?: unknown;
  readonly Tag?: unknown;
}

/**
 * A hash of the event's members that its attributes are indexed with. It is the same for an event from events/restSearch
 * and for the `Event` of an attribute (with `includeContext`). Missing and null members count as empty.
 */
export function eventContextHash(event: EventContext): number {
  const { info, date, threat_level_id, analysis, distribution, Tag: tags } = event;
  return fnv1a(JSON.stringify([info, date, threat_level_id, analysis, distribution, tagNames(tags).sort()]));
}

/**
 * The version of an attribute: `timestamp`, the event's id, and a hash of its indexed content, since two changes within
 * one second have the same timestamp. Missing members count as empty. @param context `eventContextHash` of its event
 */
export function attributeVersion(attribute: Attribute, context: number): readonly number[] {
  const { timestamp, event_id, value, type, category, comment, to_ids, deleted, first_seen, last_seen } =
    attribute;
  let hash = fnv1a(toText(value), context);
  hash = fnv1a(toText(comment), fnv1a(toText(category), fnv1a(toText(type), hash)));
  hash = fnv1a(FLAGS[Number(to_ids) + 2 * Number(deleted)] ?? '', hash);
  hash = fnv1a(toText(first_seen), hash);
  if (toText(last_seen) !== '') hash = fnv1a(toText(last_seen), fnv1a(' ', hash));
  for (const name of tagNames(attribute.Tag)) hash = fnv1a(name, hash);
  const event = idField(event_id);
  return [timestampField(timestamp), event, event === 0 ? fnv1a(toText(event_id), hash) : hash];
}

/** By `to_ids` and `deleted`. */
const FLAGS = ['a', 'b', 'c', 'd'];

/** The version of an event: `timestamp`, `publish_timestamp`, and a hash of the rest. */
export function eventVersion(event: MispEvent): readonly number[] {
  return [
    timestampField(event.timestamp),
    toUint32(event.publish_timestamp),
    fnv1a(toText(event['published']), eventContextHash(event)),
  ];
}

/** A timestamp as a record stores it: never 0, which marks an empty place. @param timestamp Unix seconds, of any type */
export function timestampField(timestamp: unknown): number {
  return Math.max(1, toUint32(timestamp));
}

/** An id as a record stores it: 0 for an id from 2^32 on. */
export function idField(id: unknown): number {
  const number = toNumber(id);
  return number <= MAX_UINT32 ? number : 0;
}

/** Whether the indexed fields begin with this version. */
export function isSameVersion(indexed: readonly number[] | undefined, version: readonly number[]): boolean {
  return indexed !== undefined && version.every((field, index) => indexed[index] === field);
}

function toUint32(value: unknown): number {
  const number = Math.floor(toNumber(value));
  return number > 0 ? Math.min(number, MAX_UINT32) : 0;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function tagNames(tags: unknown): string[] {
  if (!Array.isArray(tags)) return [];
  return (tags as readonly (Partial<Tag> | null)[]).map((tag) => toText(tag?.name));
}
