import { may } from '../accounts.ts';
import { attributeOf } from '../attributes/attributes-view.ts';
import type { Call } from '../call.ts';
import { InternalError, textOf } from '../search/conditions.ts';
import { eventOf } from '../events/events-view.ts';
import type { StoredAttribute, StoredEvent, StoredTag } from '../store/records.ts';
import { failure, notSaved, type Reply, saved } from '../replies.ts';

/** tags/attachTagToObject: one tag or a list of them, by name or id, to an event or attribute by its uuid. */
export function attachTags(call: Call): Reply {
  return withTarget(call, (target) => {
    const { path, body } = call;
    const wanted = [body['tag']].flat().map(textOf);
    const fails: string[] = [];
    let message = '';
    let attached = 0;
    for (const name of wanted) {
      const tag = usableTag(call, name);
      if (typeof tag === 'string') {
        fails.push(tag);
        continue;
      }
      attached += 1;
      if (target.tags.includes(tag.name)) {
        message = `${target.kind} already has the requested tag attached, no changes had to be made for tag ${tag.name}.`;
      } else {
        target.add(tag.name);
        message = `Global tag ${tag.name}(${tag.id}) successfully attached to ${target.kind}(${target.id}).`;
      }
    }
    if (attached > 1) message = `Successfully attached ${attached} tags to ${target.kind} (${target.id})`;
    const failed =
      fails.length === 0
        ? ''
        : `Failed to attach ${fails.length} tags. Reasons: ${JSON.stringify(Object.fromEntries(fails.entries()))}`;
    if (attached === 0) return notSaved('attachTagToObject Tag', '/tags/attachTagToObject', failed);
    return saved(failed === '' ? message : `${message}\n${failed}`, path);
  });
}

/** tags/removeTagFromObject */
export function removeTag(call: Call): Reply {
  return withTarget(call, (target) => {
    const tag = call.store.tags.find(textOf(call.body['tag']));
    if (!tag) return failure(405, 'Invalid Tag.', call.path);
    if (!target.tags.includes(tag.name)) {
      const message = `Could not remove tag as it is not attached to the target ${target.kind}`;
      return failure(404, message, call.path);
    }
    target.remove(tag.name);
    return saved(
      `Global tag ${tag.name} (${tag.id}) successfully removed from ${target.kind}(${target.id}).`,
      call.path,
    );
  });
}

/** What MISP says to whoever may not change the tags of an event. */
export const NOT_OWNED =
  'Cannot alter the tags of this data, only the organisation that has created the data (orgc) can modify global tags.';

interface Target {
  readonly kind: 'Event' | 'Attribute';
  readonly id: string;
  readonly tags: readonly string[];
  readonly add: (tag: string) => void;
  readonly remove: (tag: string) => void;
}

function withTarget(call: Call, answer: (target: Target) => Reply): Reply {
  const uuid = call.body['uuid'];
  if (uuid === undefined) return failure(405, 'Invalid object uuid', call.path);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(textOf(uuid))) throw new InternalError('no uuid');
  if (call.body['tag'] === undefined) return failure(405, 'Invalid tag', call.path);
  const event = eventOf(call, uuid);
  const attribute = event ? undefined : attributeOf(call, uuid);
  const owner = event ?? attribute?.event;
  if (!owner) return failure(404, 'Invalid Target.', call.path);
  if (owner.orgc.id !== call.viewer.id && !may(call.account, 'site_admin'))
    return failure(403, NOT_OWNED, call.path);
  return answer(attribute ? attributeTarget(call, attribute) : eventTarget(call, owner));
}

function eventTarget({ store, now }: Call, event: StoredEvent): Target {
  return {
    kind: 'Event',
    id: event.id,
    tags: event.tags,
    add: (tag) => {
      store.tagEvent(event, tag, now);
    },
    remove: (tag) => {
      store.untagEvent(event, tag, now);
    },
  };
}

function attributeTarget({ store, now }: Call, attribute: StoredAttribute): Target {
  return {
    kind: 'Attribute',
    id: attribute.id,
    tags: attribute.tags,
    add: (tag) => {
      store.tagAttribute(attribute, tag, now);
    },
    remove: (tag) => {
      store.untagAttribute(attribute, tag, now);
    },
  };
}

/** A tag that is there or may be made, or why it cannot be attached. */
function usableTag({ store, account, body }: Call, name: string): StoredTag | string {
  // The embedded MISP belongs to none of the organisations that it has users of.
  if (body['local']) return 'Local tags can only be added by users of the host organisation.';
  const known = store.tags.find(name);
  if (known) return known;
  if (/^\d+$/.test(name)) return 'Invalid Tag.';
  if (!may(account, 'tag_editor')) return 'Tag not found and insufficient privileges to create it.';
  return store.tag(name);
}
