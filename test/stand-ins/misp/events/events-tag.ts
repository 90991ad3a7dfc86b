import { type Call, mayChange } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { eventOf } from './events-view.ts';
import { failure, json, type Reply } from '../replies.ts';
import { NOT_OWNED } from '../pages/tags-attach.ts';

/** events/addTag/EVENT/TAG: a tag by its id, in the body by its name, too. */
export function addTagToEvent(call: Call): Reply {
  const { args, body, store, now } = call;
  const event = eventOf(call, args[0] ?? body['event']);
  if (!event) return failure(404, 'Invalid event', call.path);
  if (!mayChange(call, event)) return failure(403, NOT_OWNED, call.path);
  const tag = store.tags.find(textOf(args[1] ?? body['tag'] ?? ''));
  const errors = !tag
    ? 'Invalid Tag.'
    : event.tags.includes(tag.name)
      ? 'Tag is already attached to this event.'
      : isExcluded(tag.name, event.tags)
        ? 'Tag is not allowed due to taxonomy exclusivity settings'
        : undefined;
  if (!tag || errors !== undefined) return json({ saved: false, errors });
  store.tagEvent(event, tag.name, now);
  return json({ saved: true, success: 'Tag(s) added.', check_publish: true });
}

/** Namespaces of which an event can have one tag only. */
const EXCLUSIVE = ['tlp', 'PAP'];

/** Whether a tag has no place beside others, by the rule of its taxonomy. */
function isExcluded(tag: string, others: readonly string[]): boolean {
  const namespace = namespaceOf(tag);
  return EXCLUSIVE.includes(namespace) && others.some((one) => one !== tag && namespaceOf(one) === namespace);
}

function namespaceOf(tag: string): string {
  return tag.split(':')[0] ?? '';
}
