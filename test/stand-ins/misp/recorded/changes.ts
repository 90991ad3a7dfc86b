import type { StoredEvent } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';

/** Does what the recorded action did. */
export function change(store: MispStore, event: StoredEvent, action: string, time: number): void {
  const attribute = store.attributes.find(({ deleted }) => !deleted);
  if (!attribute) throw new Error('no attribute is left');
  const changes: readonly (readonly [RegExp, () => unknown])[] = [
    [
      /^publish/,
      () => {
        store.publish(event, time);
      },
    ],
    [
      /^unpublish/,
      () => {
        store.unpublish(event);
      },
    ],
    [
      /^attribute edit/,
      () => {
        store.editAttribute(attribute, { comment: action }, time);
      },
    ],
    [
      /^tag attach to attribute/,
      () => {
        store.tagAttribute(attribute, 'tlp:red', time);
      },
    ],
    [
      /^tag attach to event/,
      () => {
        store.tagEvent(event, 'tlp:red', time);
      },
    ],
    [/^sighting add/, () => store.addSighting(attribute, { type: '0', time })],
    [
      /^soft delete/,
      () => {
        store.softDelete(attribute, time);
      },
    ],
    [
      /^hard delete/,
      () => {
        store.hardDelete(attribute, time);
      },
    ],
    [
      /^event edit/,
      () => {
        store.editEvent(event, { info: action }, time);
      },
    ],
    [/^add attribute/, () => store.addAttribute(event, { type: 'domain', value: 'new.example' }, time)],
  ];
  const found = changes.find(([name]) => name.test(action));
  if (!found) throw new Error(`nothing does "${action}"`);
  found[1]();
}
