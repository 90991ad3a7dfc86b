import type { Context } from 'mocha';
import type { NewEvent, NewObject, NewSighting, Org, StoredEvent, StoredTag } from '../store/records.ts';
import { recordedEvents, type RecordedEvents } from './recorded-events.ts';
import { mergedRows, namesOf, tagsOf } from './recorded-rows.ts';
import { recordedOrgs, recordedWarninglists } from './recorded-meta.ts';
import { defineTag, recordedTags } from './recorded-tags.ts';
import { type Exchange, recordingOf, type RecordedRow } from './recordings.ts';
import { MispStore } from '../store/store.ts';

/** Recordings with answers of attributes/restSearch, and with events. */
const SEARCHES = [
  '02-attr-time-filters',
  '03-paging',
  '04-filters-simple',
  '05-value',
  '06-tags',
  '07-includes',
  '08-warninglist-deleted',
  '10-errors-input',
];
const EVENTS = ['11-events-search-a', '11-events-search-b'];
/** The last ids of the recorded MISP before it was written to. */
const LAST = { event: 105, attribute: 105_077, object: 648, sighting: 9 } as const;
const LAST_TAG = 412;

type Members = Record<string, unknown>;

/**
 * What the recordings show of their MISP's database: every attribute and event that is in an answer, as far as it is
 * known. A part of the database answers a filter with the part of the answer, so first pages stay first pages.
 */
export function recordedStore(test: Context): MispStore {
  const meta = recordingOf(test, '13-meta');
  const store = storeShownBy(
    SEARCHES.flatMap((name) => recordingOf(test, name)),
    EVENTS.flatMap((name) => recordingOf(test, name)),
    recordedOrgs(meta),
  );
  for (const tag of recordedTags(meta, LAST_TAG)) defineTag(store, tag);
  store.warninglists.splice(0, Infinity, ...recordedWarninglists(meta));
  for (const [kind, id] of Object.entries(LAST)) store.reserve(kind as keyof typeof LAST, id);
  store.tags.reserve(LAST_TAG);
  return store;
}

/**
 * What answers of attributes/restSearch, and answers with events, show.
 *
 * @param about what else is known of organisations @param own whose keys most are, and whose `partner` is
 */
export function storeShownBy(
  searches: readonly Exchange[],
  withEvents: readonly Exchange[],
  about: ReadonlyMap<string, Members> = new Map(),
  own: readonly [string, string] = ['2', '3'],
): MispStore {
  const known = recordedEvents(withEvents);
  const rows = mergedRows(searches, known.attributes);
  const org = (id: unknown): Org => ({
    ...(known.orgs.get(String(id)) ?? { id: String(id), uuid: '', name: `Organisation ${String(id)}` }),
    about: about.get(String(id)) ?? {},
  });
  const store = new MispStore({ org: org(own[0]), partner: org(own[1]), mailDomain: 'acme.test' });
  const events = addEvents(store, rows, known, org);
  addObjects(store, known.objects);
  for (const row of rows) addRow(store, events, row, org);
  for (const event of store.events)
    countAsRecorded(store, event, known.events.get(event.id)?.['attribute_count']);
  for (const group of known.groups) store.sharingGroups.set(group.id, group);
  for (const [tag, galaxy] of known.galaxies) store.tags.defineGalaxy(tag, galaxy);
  return store;
}

function addEvents(
  store: MispStore,
  rows: readonly RecordedRow[],
  known: RecordedEvents,
  org: (id: unknown) => Org,
): Map<string, StoredEvent> {
  const ids = new Set([...rows.map(({ event_id }) => event_id), ...known.events.keys()]);
  const events = [...ids]
    .sort((a, b) => Number(a) - Number(b))
    .map((id) => {
      const own = rows.filter(({ event_id }) => event_id === id);
      const facts = known.events.get(id) ?? {};
      const maker = [...known.orgs.values()].find(({ uuid }) => uuid === facts['orgc_uuid']);
      for (const tag of [...tagsOf(facts), ...own.flatMap(tagsOf)] as never as StoredTag[])
        defineTag(store, tag);
      return store.addEvent(newEvent(id, own, maker ? { orgc_id: maker.id, ...facts } : facts, org));
    });
  return new Map(events.map((event) => [event.id, event]));
}

function newEvent(
  id: string,
  rows: readonly RecordedRow[],
  known: Members,
  org: (id: unknown) => Org,
): NewEvent {
  const event = { ...(rows[0]?.['Event'] as Members | undefined), ...known };
  // An event is not older than its attributes.
  const timestamp = Number(event['timestamp'] ?? Math.max(...rows.map((one) => Number(one['timestamp']))));
  const inherited = rows.flatMap(tagsOf).filter((tag) => tag['inherited']);
  return {
    info: '',
    ...(event as Partial<NewEvent>),
    ...(event['date'] === undefined && { date: new Date(timestamp * 1000).toISOString().slice(0, 10) }),
    id,
    org: org(event['org_id'] ?? '1'),
    orgc: org(event['orgc_id']),
    timestamp,
    publish_timestamp: Number(event['publish_timestamp'] ?? timestamp),
    creator_email: (event['event_creator_email'] ?? '') as string,
    tags: namesOf([...tagsOf(event), ...inherited]),
  };
}

function addObjects(store: MispStore, objects: readonly Members[]): void {
  for (const object of objects) {
    const event = store.event(String(object['event_id']));
    if (!event || store.objects.has(String(object['id']))) continue;
    store.defineObject(event, { ...(object as NewObject), timestamp: Number(object['timestamp']) });
  }
}

function addRow(
  store: MispStore,
  events: ReadonlyMap<string, StoredEvent>,
  row: RecordedRow,
  org: (id: unknown) => Org,
): void {
  const event = events.get(row.event_id);
  if (!event) return;
  const { Sighting, Object: object } = row as { Sighting?: Members[]; Object?: { distribution: string } };
  store.addAttribute(event, {
    ...(row as never as { type: string; value: string }),
    timestamp: Number(row['timestamp']),
    object_distribution: object?.distribution ?? '0',
    tags: namesOf(tagsOf(row).filter((tag) => !tag['inherited'])),
    onWarningList: row['warnings'] !== undefined,
    sightings: (Sighting ?? []).map((one) => newSighting(one, org)),
  });
}

function newSighting(sighting: Members, org: (id: unknown) => Org): NewSighting {
  return {
    ...(sighting as never as NewSighting),
    time: Number(sighting['date_sighting']),
    org: org(sighting['org_id']),
  };
}

/** The recordings show all attributes of few events. */
function countAsRecorded({ attributes }: MispStore, event: StoredEvent, count: unknown): void {
  const live = attributes.filter((one) => one.event === event && !one.deleted).length;
  if (count !== undefined) event.miscounted = Number(count) - live;
}
