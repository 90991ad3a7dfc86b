import { anything, condition, fits, InternalError, type Test } from '../search/conditions.ts';
import { organisationFilter } from '../search/organisation-filter.ts';
import { flagsIn, isUnused, type Surroundings } from '../search/filters.ts';
import { fold } from '../values/letters.ts';
import type { StoredAttribute, StoredEvent } from '../store/records.ts';
import { dayOf, within } from '../search/time-filters.ts';
import { valueFilter } from '../search/value-filter.ts';

/** An event with those of its attributes that the viewer may see. */
export interface Found {
  readonly event: StoredEvent;
  readonly attributes: readonly StoredAttribute[];
}

type Filter = (value: unknown, surroundings: Surroundings) => Test<Found>;

/** What each parameter of events/restSearch lets through. Parameters that are not here are ignored. */
const FILTERS: Readonly<Record<string, Filter>> = {
  last: (value, { now }) => within<Found>(value, now, ({ event }) => event.publish_timestamp),
  publish_timestamp: (value, { now }) => within<Found>(value, now, ({ event }) => event.publish_timestamp),
  timestamp: (value, { now }) => within<Found>(value, now, ({ event }) => event.timestamp),
  event_timestamp: (value, { now }) => within<Found>(value, now, ({ event }) => event.timestamp),
  eventid: (value) =>
    condition<Found>(
      value,
      (ids) => byId(ids.flatMap((id) => id.split('&&'))),
      () => anything,
    ),
  uuid: (value) =>
    condition<Found>(
      value,
      (uuids) =>
        ({ event, attributes }) =>
          [event.uuid, ...attributes.map(({ uuid }) => uuid)].some((uuid) => uuids.includes(uuid)),
    ),
  org: (value) => {
    const isWanted = organisationFilter(value);
    return ({ event }) => isWanted(event.orgc);
  },
  eventinfo: (value) => condition<Found>(value, (infos) => by(infos, ({ event }) => [event.info])),
  threat_level_id: (value) =>
    condition<Found>(value, (ids) => by(ids, ({ event }) => [event.threat_level_id])),
  published: (value) => flagged(value, ({ event }) => event.published),
  tags: tagged,
  event_tags: (value, surroundings) => {
    const test = tagged(value, surroundings);
    return ({ event }) => test({ event, attributes: [] });
  },
  from:
    (value) =>
    ({ event }) =>
      event.date >= dayOf(value),
  to:
    (value) =>
    ({ event }) =>
      event.date <= dayOf(value),
  value: (value) => someAttribute(valueFilter(value)),
  type: (value) => ofAttributes(value, (one) => one.type),
  category: (value) => ofAttributes(value, (one) => one.category, asItIs),
  object_relation: (value) => ofAttributes(value, (one) => one.object_relation ?? '', asItIs),
  comment: (value) => ofAttributes(value, (one) => one.comment ?? ''),
  to_ids: (value) => {
    const wanted = flagsIn(value === 'exclude' ? 0 : value);
    return ({ attributes }) => attributes.some((one) => wanted.has(one.to_ids));
  },
  searchall: searched,
};

/** What a body lets through; a blank value filters nothing. */
export function eventFilterOf(
  body: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
): Test<Found> {
  const tests = Object.entries(body).flatMap(([name, value]) => {
    const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    return filter && !isUnused(name, value) ? [filter(value, surroundings)] : [];
  });
  return (found) => tests.every((test) => test(found));
}

function by(patterns: readonly string[], textsOf: (found: Found) => readonly string[]): Test<Found> {
  const fit = fits(patterns.map(fold));
  return (found) => textsOf(found).some((text) => fit(fold(text)));
}

/** What begins with digits is that number to the database. A uuid in upper case is none. */
function byId(ids: readonly string[]): Test<Found> {
  const numbers = new Set(ids.map((id) => (id.includes('-') ? id : String(parseInt(id, 10)))));
  return ({ event: { id, uuid } }) => numbers.has(id) || numbers.has(uuid);
}

/** Lets an event through that has an attribute which is let through and not deleted. */
function someAttribute(test: Test): Test<Found> {
  return ({ attributes }) => attributes.some((one) => !one.deleted && test(one));
}

const asItIs = (text: string) => text;

/** @param folded how texts are compared: letter case counts in some columns */
function ofAttributes(
  value: unknown,
  textOf: (attribute: StoredAttribute) => string,
  folded = fold,
): Test<Found> {
  return someAttribute(
    condition(value, (patterns) => {
      const fit = fits(patterns.map(folded));
      return (one) => fit(folded(textOf(one)));
    }),
  );
}

/** By name, in which letter case matters, or id; on the event or any of its attributes. */
function tagged(value: unknown, { store }: Surroundings): Test<Found> {
  const test = (patterns: readonly string[]): Test<Found> => {
    const fit = fits(patterns);
    const fitsTag = (name: string) => fit(name) || fit(store.tag(name).id);
    return ({ event, attributes }) =>
      event.tags.some(fitsTag) || attributes.some(({ tags }) => tags.some(fitsTag));
  };
  return condition<Found>(value, test, () => {
    throw new InternalError('unknown operator');
  });
}

/** In info, values, comments and the names of tags and organisations; as a part of it without a `%`, too. */
function searched(value: unknown): Test<Found> {
  return condition<Found>(value, (patterns) =>
    by(
      patterns.map((one) => (one.includes('%') ? one : `%${one}%`)),
      ({ event, attributes }) => [
        event.info,
        event.orgc.name,
        ...event.tags,
        ...attributes.flatMap((one) => [one.value, one.comment ?? '', ...one.tags]),
      ],
    ),
  );
}

function flagged(value: unknown, of: (found: Found) => boolean): Test<Found> {
  const wanted = flagsIn(value);
  return (found) => wanted.has(of(found));
}
