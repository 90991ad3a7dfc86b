import type { StoredAttribute, StoredEvent } from './records.ts';
import { StoreRecords, touch } from './store-records.ts';

type EventChanges = Partial<
  Pick<StoredEvent, 'info' | 'date' | 'distribution' | 'threat_level_id' | 'analysis'>
>;
type AttributeChanges = Partial<
  Pick<
    StoredAttribute,
    | 'category'
    | 'type'
    | 'value'
    | 'to_ids'
    | 'comment'
    | 'distribution'
    | 'disable_correlation'
    | 'first_seen'
    | 'last_seen'
    | 'onWarningList'
  >
>;

/** A MISP's data; the methods with a time move timestamps and the published flag as MISP does. */
export class MispStore extends StoreRecords {
  editEvent(event: StoredEvent, changes: EventChanges, time: number): void {
    Object.assign(event, changes);
    touch(event, time);
  }

  editAttribute(attribute: StoredAttribute, changes: AttributeChanges, time: number): void {
    Object.assign(attribute, changes);
    attribute.timestamp = time;
    touch(attribute.event, time);
  }

  /** @param sanitise as `Security.sanitise_attribute_on_delete`: type, category and value go too */
  softDelete(attribute: StoredAttribute, time: number, { sanitise = false } = {}): void {
    attribute.deleted = true;
    this.editAttribute(attribute, sanitise ? { type: 'other', category: 'Other', value: '' } : {}, time);
  }

  restore(attribute: StoredAttribute, time: number): void {
    // MISP counts one that is not deleted once more.
    if (!attribute.deleted) attribute.event.miscounted += 1;
    attribute.deleted = false;
    this.editAttribute(attribute, {}, time);
  }

  /** The row is gone. */
  hardDelete(attribute: StoredAttribute, time: number): void {
    this.attributes.splice(this.attributes.indexOf(attribute), 1);
    touch(attribute.event, time);
  }

  /** The event is gone with all that it has; its uuid is blocked. */
  deleteEvent(event: StoredEvent): void {
    this.events.splice(this.events.indexOf(event), 1);
    const left = this.attributes.filter((one) => one.event !== event);
    this.attributes.splice(0, this.attributes.length, ...left);
    for (const object of this.objects.values()) if (object.event === event) this.objects.delete(object.id);
    this.blocklist.add(event.uuid);
  }

  /** No attribute of the event gets a new timestamp. */
  tagEvent(event: StoredEvent, tag: string, time: number): void {
    event.tags.push(tag);
    touch(event, time);
  }

  tagAttribute(attribute: StoredAttribute, tag: string, time: number): void {
    attribute.tags.push(tag);
    this.editAttribute(attribute, {}, time);
  }

  untagEvent(event: StoredEvent, tag: string, time: number): void {
    event.tags.splice(event.tags.indexOf(tag), 1);
    touch(event, time);
  }

  untagAttribute(attribute: StoredAttribute, tag: string, time: number): void {
    attribute.tags.splice(attribute.tags.indexOf(tag), 1);
    this.editAttribute(attribute, {}, time);
  }

  /** Leaves `timestamp` alone. */
  publish(event: StoredEvent, time: number): void {
    event.published = true;
    event.publish_timestamp = time;
  }

  /** Leaves both timestamps alone. */
  unpublish(event: StoredEvent): void {
    event.published = false;
  }
}
