import type { StoredAttribute, StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';

const EVENTS = 60;
const ATTRIBUTES = 40;

/** A MISP with some thousand attributes, of which none is new. */
export function busyStore(): MispStore {
  const store = new MispStore();
  for (let index = 0; index < EVENTS; index += 1) {
    const event = store.addEvent({
      info: `event ${index}`,
      timestamp: 1_780_000_000 + index,
      tags: ['tlp:green'],
    });
    for (let count = 0; count < ATTRIBUTES; count += 1)
      store.addAttribute(event, { type: 'domain', value: `d${count}.e${index}.example` });
  }
  return store;
}

/** Changes something, as often as the machine lets it, until it is stopped. */
export function keepBusy(store: MispStore): { stop(): void; changes(): number } {
  let number = 0;
  const timer = setInterval(() => {
    const now = Math.floor(Date.now() / 1000);
    const event = pick(store.events);
    const attribute = pick(store.attributes);
    if (!event || !attribute) return;
    number += 1;
    pick(CHANGES)?.(store, { event, attribute, now, number });
  }, 15);
  return {
    stop: () => {
      clearInterval(timer);
    },
    changes: () => number,
  };
}

interface Chance {
  readonly event: StoredEvent;
  readonly attribute: StoredAttribute;
  readonly now: number;
  readonly number: number;
}

const CHANGES: readonly ((store: MispStore, chance: Chance) => unknown)[] = [
  (store, { now, number }) => {
    const event = store.addEvent({
      info: `new ${number}`,
      timestamp: now,
      published: false,
      publish_timestamp: 0,
    });
    for (let count = 0; count < 5; count += 1)
      store.addAttribute(event, { type: 'ip-dst', value: `198.51.100.${count}`, comment: `${number}` }, now);
  },
  // From another MISP: all its times are old, but for the publication.
  (store, { now, number }) => {
    const event = store.addEvent({
      info: `pulled ${number}`,
      timestamp: 1_700_000_000,
      publish_timestamp: now,
    });
    for (let count = 0; count < 5; count += 1)
      store.addAttribute(event, { type: 'url', value: `http://pulled.example/${number}?a=1&b=${count}` });
  },
  (store, { event, now, number }) =>
    store.addAttribute(event, { type: 'domain', value: `a${number}.example` }, now),
  (store, { attribute, now, number }) => {
    store.editAttribute(attribute, { comment: `edit ${number} <b>&amp;</b>` }, now);
  },
  (store, { attribute, now }) => {
    store.editAttribute(attribute, { to_ids: !attribute.to_ids }, now);
  },
  (store, { attribute, now }) => {
    store.softDelete(attribute, now);
  },
  (store, { attribute, now }) => {
    store.restore(attribute, now);
  },
  (store, { attribute, now }) => {
    store.hardDelete(attribute, now);
  },
  (store, { attribute, now, number }) => {
    store.tagAttribute(attribute, `invented:${number % 7}`, now);
  },
  (store, { event, now, number }) => {
    store.tagEvent(event, `campaign:${number % 5}`, now);
  },
  (store, { event, now, number }) => {
    store.editEvent(event, { info: `title ${number}` }, now);
  },
  (store, { event, now }) => {
    store.publish(event, now);
  },
  (store, { event }) => {
    store.unpublish(event);
  },
  (store, { attribute, now }) => store.addSighting(attribute, { type: '0', time: now }),
  (store, { event, number }) => {
    if (number % 10 === 0) store.deleteEvent(event);
  },
];

function pick<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}
