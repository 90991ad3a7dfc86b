import type { MispEvent } from '../misp/event-types.ts';
import type { Attribute, Tag } from '../misp/types.ts';
import { hashOf } from './hash.ts';

/** What attributes are indexed with of their event: when it changes, they are indexed anew. */
interface EventContext {
  readonly info?: string | undefined;
  readonly date?: string | undefined;
  readonly threat_level_id?: unknown;
  readonly analysis?: unknown;
  readonly distribution?: string | undefined;
  readonly Tag?: readonly Tag[] | undefined;
}

/** Of an event as it stands in events, and as it stands in attributes (with `includeContext`), the same number. */
export function contextOf(event: EventContext): number {
  const { info, date, threat_level_id, analysis, distribution, Tag: tags = [] } = event;
  const names = tags.map(({ name }) => name).sort();
  return hashOf(JSON.stringify([info, date, threat_level_id, analysis, distribution, names]));
}

/** `timestamp` and a number for all that is indexed of it: two changes within a second have the same time. */
export function attributeVersion(attribute: Attribute, context: number): readonly number[] {
  const { timestamp, event_id, value, type, category, comment, to_ids, deleted, first_seen, last_seen } =
    attribute;
  let hash = hashOf(value, context);
  hash = hashOf(comment, hashOf(category, hashOf(type, hash)));
  hash = hashOf(FLAGS[Number(to_ids) + 2 * Number(deleted)] ?? '', hash);
  if (first_seen !== null) hash = hashOf(first_seen, hash);
  if (last_seen !== null) hash = hashOf(last_seen, hashOf(' ', hash));
  for (const { name } of attribute.Tag ?? []) hash = hashOf(name, hash);
  return [timeOf(timestamp), Number(event_id), hash];
}

/** By `to_ids` and `deleted`. */
const FLAGS = ['a', 'b', 'c', 'd'];

/** `timestamp`, `publish_timestamp` and a number for the rest. */
export function eventVersion(event: MispEvent): readonly number[] {
  return [
    timeOf(event.timestamp),
    Number(event.publish_timestamp ?? 0),
    hashOf(String(event['published']), contextOf(event)),
  ];
}

/** Never 0, which stands for nothing known. */
export function timeOf(timestamp: string | undefined): number {
  return Math.max(1, Number(timestamp ?? 0) || 0);
}

export function isSame(one: readonly number[] | undefined, other: readonly number[]): boolean {
  return one !== undefined && other.every((word, index) => one[index] === word);
}
