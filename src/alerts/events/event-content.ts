import { attributeKey, type NewAttribute, type NewObject } from '../../misp/writes/event-parts.ts';
import type { StoredEvent } from '../../misp/writes/events.ts';
import { ObjectIndex } from '../../misp/writes/object-index.ts';
import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/lists.ts';
import { contentOfRow, type ContentOptions } from '../rows/row-content.ts';
import { joinTags } from '../rows/exclusive-tags.ts';

/** The content of one event, from all its results. */
export interface EventContent {
  readonly Attribute: readonly NewAttribute[];
  readonly Object: readonly NewObject[];
  /** The tags of the event in the results. */
  readonly tags: readonly string[];
  readonly problems: readonly string[];
}

/** Collects the content of several results, without duplicate attributes and objects. */
export function gatherContent(rows: readonly Row[], reading: ContentOptions): EventContent {
  const attributes = new Map<string, NewAttribute>();
  const objects: NewObject[] = [];
  const index = new ObjectIndex();
  const problems = new Set<string>();
  for (const row of rows) {
    const content = contentOfRow(row, reading);
    for (const attribute of content.attributes) {
      const key = attributeKey(attribute);
      attributes.set(key, mergeTags(attributes.get(key) ?? attribute, attribute));
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
    tags,
    problems: [...problems],
  };
}

/** Whether there is at least one attribute or object. */
export function hasContent({ Attribute, Object: objects }: EventContent): boolean {
  return Attribute.length + objects.length > 0;
}

/** The content that an event does not have yet. An attribute counts as existing if it is in one of the event's objects. */
export function withoutExisting(event: StoredEvent, content: EventContent): EventContent {
  const existing = new Set(
    [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)].map(attributeKey),
  );
  const index = new ObjectIndex(event.Object);
  return {
    ...content,
    Attribute: content.Attribute.filter((attribute) => !existing.has(attributeKey(attribute))),
    Object: content.Object.filter((object) => !index.has(object)),
  };
}

function mergeTags(attribute: NewAttribute, other: NewAttribute): NewAttribute {
  const names = [...(attribute.Tag ?? []), ...(other.Tag ?? [])].map(({ name }) => name);
  return names.length === 0 ? attribute : { ...attribute, Tag: joinTags(names).map((name) => ({ name })) };
}
