import { anything, condition, fits, InternalError, type Test } from './conditions.ts';
import { organisationFilter } from './organisation-filter.ts';
import { fold } from '../values/letters.ts';
import type { StoredAttribute } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';
import { dayOf, secondsOf, until, within } from './time-filters.ts';
import { columnFilter, valueFilter } from './value-filter.ts';

/** What a filter may need beside its value. @property now Unix seconds */
export interface Surroundings {
  readonly store: MispStore;
  readonly now: number;
}

type Filter = (value: unknown, surroundings: Surroundings) => Test;

const TIME_FILTERS: Readonly<Record<string, Filter>> = {
  last: (value, { now }) => within(value, now, (a) => a.event.publish_timestamp),
  publish_timestamp: (value, { now }) => within(value, now, (a) => a.event.publish_timestamp),
  timestamp: (value, { now }) => within(value, now, (a) => a.timestamp),
  attribute_timestamp: (value, { now }) => within(value, now, (a) => a.timestamp),
  event_timestamp: (value, { now }) => within(value, now, (a) => a.event.timestamp),
  first_seen: (value, { now }) => within(value, now, (a) => secondsOf(a.first_seen)),
  last_seen: (value, { now }) => until(value, now, (a) => secondsOf(a.last_seen)),
};

/** What each known parameter lets through. Parameters that are not here are ignored, as MISP does. */
const FILTERS: Readonly<Record<string, Filter>> = {
  ...TIME_FILTERS,
  eventid: (value) =>
    condition(
      value,
      (ids) => by(ids, (a, fit) => fit(a.event.id) || fit(a.event.uuid)),
      () => anything,
    ),
  uuid: (value) => condition(value, (uuids) => by(uuids, (a, fit) => fit(a.uuid))),
  type: (value) => condition(value, (types) => by(withSiblings(types), (a, fit) => fit(fold(a.type)))),
  category: (value) => condition(value, (names) => exactly(names, (a) => a.category)),
  value: valueFilter,
  value1: columnFilter('value1'),
  value2: columnFilter('value2'),
  tags: tagged,
  org: (value) => {
    const isWanted = organisationFilter(value);
    return (a) => isWanted(a.event.orgc);
  },
  object_relation: (value) => {
    const test = condition(value, (names) => exactly(names, (a) => a.object_relation ?? ''));
    // To SQL, NULL is not unlike anything.
    return (a) => a.object_relation !== null && test(a);
  },
  eventinfo: (value) => condition(value, (infos) => by(infos, (a, fit) => fit(fold(a.event.info)))),
  threat_level_id: (value) => condition(value, (ids) => by(ids, (a, fit) => fit(a.event.threat_level_id))),
  sharinggroup: (value) =>
    condition(value, (ids) => by(ids, (a, fit) => fit(a.sharing_group_id) || fit(a.event.sharing_group_id))),
  to_ids: (value) => flag(value === 'exclude' ? 0 : value, (a) => a.to_ids),
  published: (value) => flag(value, (a) => a.event.published),
  from: (value) => (a) => a.event.date >= dayOf(value),
  to: (value) => (a) => a.event.date <= dayOf(value),
};

/** What JSON `false` and `null` are no filter for, while a blank text and an empty list are one. */
const FLAGS = ['to_ids', 'published'];

/** What a body lets through. A blank value filters nothing, except that a blank time finds nothing. */
export function filterOf(body: Readonly<Record<string, unknown>>, surroundings: Surroundings): Test {
  const tests = Object.entries(body).flatMap(([name, value]) => {
    const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    return filter && !isUnused(name, value) ? [filter(value, surroundings)] : [];
  });
  tests.push(flag(body['deleted'] ?? 0, (a) => a.deleted));
  return (attribute) => tests.every((test) => test(attribute));
}

/** What PHP takes for empty is no filter; but a blank time finds nothing. */
export function isUnused(name: string, value: unknown): boolean {
  if (value === null || value === false) return true;
  if (FLAGS.includes(name)) return false;
  if (Array.isArray(value)) return value.length === 0;
  return value === 0 || value === '0' || (value === '' && !Object.hasOwn(TIME_FILTERS, name));
}

/** Of columns in which letter case counts. */
function exactly(patterns: readonly string[], textOf: (attribute: StoredAttribute) => string): Test {
  const fit = fits(patterns);
  return (attribute) => fit(textOf(attribute));
}

function by(
  patterns: readonly string[],
  test: (attribute: StoredAttribute, fit: (text: string) => boolean) => boolean,
): Test {
  const fit = fits(patterns.map(fold));
  return (attribute) => test(attribute, fit);
}

/** By name, in which letter case matters, or id; on the attribute or its event. */
function tagged(value: unknown, { store }: Surroundings): Test {
  const test = (patterns: readonly string[]): Test => {
    const fit = fits(patterns);
    const fitsTag = (name: string) => fit(name) || fit(store.tag(name).id);
    return (a) => a.tags.some(fitsTag) || a.event.tags.some(fitsTag);
  };
  return condition(value, test, () => {
    throw new InternalError('unknown operator');
  });
}

function flag(value: unknown, of: (attribute: StoredAttribute) => boolean): Test {
  const wanted = flagsIn(value);
  return (attribute) => wanted.has(of(attribute));
}

/** The text "false" is true, 2 is neither. */
export function flagsIn(value: unknown): ReadonlySet<boolean> {
  const flags = [value]
    .flat()
    .map((one) => (['', 0, '0', false].includes(one as string) ? false : one === 2 ? undefined : true));
  return new Set(flags.filter((one) => one !== undefined));
}

/** Whoever asks for `email-src` gets `email` too. */
function withSiblings(types: readonly string[]): readonly string[] {
  return types.includes('email-src') ? [...types, 'email'] : types;
}
