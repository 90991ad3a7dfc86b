import { attributeKey, type NewAttribute, type NewObject } from '../../misp/writes/event-parts.ts';
import type { StoredEvent } from '../../misp/writes/events.ts';
import { ObjectIndex } from '../../misp/writes/object-index.ts';
import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/options.ts';
import { contentOf, type RowReading } from '../rows/row-content.ts';
import { joinTags } from '../rows/exclusive-tags.ts';

/** What several results put into one event. */
export interface EventContent {
  readonly Attribute: readonly NewAttribute[];
  readonly Object: readonly NewObject[];
  /** Of the event, as the results have them. */
  readonly tags: readonly string[];
  readonly problems: readonly string[];
}

/** Each attribute and object once. */
export function gather(rows: readonly Row[], reading: RowReading): EventContent {
  const attributes = new Map<string, NewAttribute>();
  const objects: NewObject[] = [];
  const index = new ObjectIndex();
  const problems = new Set<string>();
  for (const row of rows) {
    const content = contentOf(row, reading);
    for (const attribute of content.attributes) {
      const key = attributeKey(attribute);
      attributes.set(key, withTagsOf(attributes.get(key) ?? attribute, attribute));
    }
    for (const object of content.objects) {
      if (index.has(object)) continue;
      objects.push(object);
      index.add(object);
    }
    for (const problem of content.problems) problems.add(problem);
  }
  const tags = rows.flatMap((row) => [row['misp_tag'] ?? []].flat().flatMap(splitList));
  return {
    Attribute: [...attributes.values()],
    Object: objects,
    tags: tags,
    problems: [...problems],
  };
}

/** Whether there is anything in it that makes an event. */
export function hasContent({ Attribute, Object: objects }: EventContent): boolean {
  return Attribute.length + objects.length > 0;
}

/** What of it an event does not have yet. A value within an object counts as had. */
export function newTo(event: StoredEvent, content: EventContent): EventContent {
  const known = new Set(
    [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)].map(attributeKey),
  );
  const index = new ObjectIndex(event.Object);
  return {
    ...content,
    Attribute: content.Attribute.filter((one) => !known.has(attributeKey(one))),
    Object: content.Object.filter((object) => !index.has(object)),
  };
}

function withTagsOf(attribute: NewAttribute, other: NewAttribute): NewAttribute {
  const names = [...(attribute.Tag ?? []), ...(other.Tag ?? [])].map(({ name }) => name);
  return names.length === 0 ? attribute : { ...attribute, Tag: joinTags(names).map((name) => ({ name })) };
}
