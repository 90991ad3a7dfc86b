import type { Random } from './random.ts';
import type { Known, Universe } from './universe.ts';

interface Entry {
  readonly id: string;
  readonly attributes: readonly Known[];
}

/**
 * Ids of some events of every kind (small, with objects, deleted attributes, tags, nothing), together of about so many
 * attributes; all of a small server.
 */
export function sampleEvents(universe: Universe, random: Random, most: number): readonly string[] {
  const entries = entriesOf(universe);
  const kinds: readonly ((entry: Entry) => boolean)[] = [
    ({ attributes }) => attributes.length === 0,
    ({ attributes }) => attributes.some(({ attribute }) => attribute.deleted),
    ({ attributes }) => attributes.some(({ attribute }) => attribute.object_id !== '0'),
    ({ attributes }) => attributes.some(({ ownTags }) => ownTags.length > 0),
    ({ attributes }) => attributes.some(({ tags }) => [...tags].some((tag) => tag.includes(','))),
    ({ attributes }) => attributes.some(({ attribute }) => attribute.comment === null),
    ({ attributes }) => attributes.some(({ attribute }) => attribute.first_seen !== null),
    ({ attributes }) => attributes.some(({ event }) => !event.published),
    ({ attributes }) => attributes.length < 100,
    () => true,
  ];
  const chosen = new Map<string, number>();
  const take = (entry: Entry) => {
    const total = [...chosen.values()].reduce((sum, count) => sum + count, 0);
    if (total + entry.attributes.length <= most) chosen.set(entry.id, entry.attributes.length);
  };
  for (const kind of kinds) for (const entry of random.some(entries.filter(kind), 3)) take(entry);
  for (const entry of random.some(entries, 60)) take(entry);
  return [...chosen.keys()];
}

/** The event with the most attributes, of those with at most so many. */
export function largestEvent(universe: Universe, most: number): string | undefined {
  return entriesOf(universe)
    .filter(({ attributes }) => attributes.length <= most)
    .sort((a, b) => b.attributes.length - a.attributes.length)[0]?.id;
}

function entriesOf(universe: Universe): readonly Entry[] {
  const byEvent = new Map<string, Known[]>([...universe.events.keys()].map((id) => [id, []]));
  for (const known of universe.attributes.values()) byEvent.get(known.event.id)?.push(known);
  return Array.from(byEvent, ([id, attributes]) => ({ id, attributes }));
}
