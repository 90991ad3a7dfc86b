import type { Call, Members } from '../call.ts';
import { condition, fits, textOf } from '../search/conditions.ts';
import { fold } from '../values/letters.ts';
import type { Found } from './event-filters.ts';
import { foundBy, pageOf } from './events-search.ts';
import { clustersOf } from '../pages/galaxies.ts';
import type { StoredEvent } from '../store/records.ts';
import { attributeCount } from '../render/render-event.ts';
import type { Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';
import type { MispStore } from '../store/store.ts';

/** events/index: its parameters are in the body or in the path as `limit:2`; X-Result-Count is the number of all. */
export function indexEvents(call: Call): Reply {
  const { store } = call;
  const body = { ...call.body, ...call.named };
  const tests = Object.entries(body).flatMap(([name, value]) => searchOf(name)?.(value, store) ?? []);
  const found = foundBy(store, call.viewer).filter((one) => tests.every((test) => test(one)));
  const rows = pageOf(sorted(found, body), body, call.maxLimit).map(({ event }) =>
    isOn(body['minimal']) ? renderMinimal(event) : render(event, store),
  );
  const reply = call.show(rows);
  return { ...reply, headers: { 'X-Result-Count': String(found.length), ...reply.headers } };
}

type Test = (found: Found) => boolean;

/** `eventinfo` is the same as `searcheventinfo`. */
function searchOf(name: string): ((value: unknown, store: MispStore) => Test) | undefined {
  return SEARCHES[name] ?? SEARCHES[`search${name}`];
}

/** The parameters that search; a part of a title is enough, of tags only those of the event count. */
const SEARCHES: Readonly<Record<string, (value: unknown, store: MispStore) => Test>> = {
  searcheventinfo: (value) =>
    texts(
      value,
      ({ event }) => [event.info],
      (text) => `%${text}%`,
    ),
  searchtag: (value, store) =>
    texts(value, ({ event }) => event.tags.flatMap((name) => [name, store.tag(name).id])),
  searchorg: (value) => texts(value, ({ event: { orgc } }) => [orgc.name, orgc.id, orgc.uuid]),
  searcheventid: (value) => texts(value, ({ event }) => [event.id, event.uuid]),
  searchthreatlevel: (value) => texts(value, ({ event }) => [event.threat_level_id]),
  searchdistribution: (value) => texts(value, ({ event }) => [event.distribution]),
  searchpublished: (value) => {
    const wanted = textOf(value);
    return ({ event }) => wanted === '2' || event.published === isOn(wanted);
  },
  searchtimestamp: (value) => since(value, ({ event }) => event.timestamp),
  searchpublishtimestamp: (value) => since(value, ({ event }) => event.publish_timestamp),
  searchdatefrom:
    (value) =>
    ({ event }) =>
      event.date >= textOf(value),
  searchdateuntil:
    (value) =>
    ({ event }) =>
      event.date <= textOf(value),
};

function texts(
  value: unknown,
  textsOf: (found: Found) => readonly string[],
  patternOf = (text: string) => text,
): Test {
  return condition<Found>(typeof value === 'string' ? value.replaceAll('|', '||') : value, (patterns) => {
    const fit = fits(patterns.map((one) => fold(patternOf(one))));
    return (found) => textsOf(found).some((text) => fit(fold(text)));
  });
}

function since(value: unknown, timeOf: (found: Found) => number): Test {
  return (found) => timeOf(found) >= Number(value);
}

const COLUMNS: Readonly<Record<string, (event: StoredEvent) => number | string>> = {
  id: ({ id }) => Number(id),
  date: ({ date }) => date,
  info: ({ info }) => fold(info),
  timestamp: ({ timestamp }) => timestamp,
  publish_timestamp: ({ publish_timestamp }) => publish_timestamp,
};

/** By id where no known column is named. */
function sorted(found: readonly Found[], body: Members): readonly Found[] {
  const column = COLUMNS[textOf(body['sort'] ?? '')];
  if (!column) return found;
  const sign = textOf(body['direction'] ?? 'asc') === 'desc' ? -1 : 1;
  return found.toSorted(({ event: a }, { event: b }) => {
    const [one, other] = [column(a), column(b)];
    return one === other ? 0 : one < other ? -sign : sign;
  });
}

function render(event: StoredEvent, store: MispStore): Record<string, unknown> {
  const clusters = clustersOf(event, store);
  const { org, orgc } = event;
  return {
    id: event.id,
    org_id: org.id,
    date: event.date,
    info: event.info,
    uuid: event.uuid,
    published: event.published,
    analysis: event.analysis,
    attribute_count: attributeCount(event, store),
    orgc_id: orgc.id,
    timestamp: String(event.timestamp),
    distribution: event.distribution,
    sharing_group_id: event.sharing_group_id,
    proposal_email_lock: false,
    locked: false,
    threat_level_id: event.threat_level_id,
    publish_timestamp: String(event.publish_timestamp),
    sighting_timestamp: '0',
    disable_correlation: event.disable_correlation,
    extends_uuid: event.extends_uuid,
    protected: event.protected,
    Org: { id: org.id, name: org.name, uuid: org.uuid },
    Orgc: { id: orgc.id, name: orgc.name, uuid: orgc.uuid },
    ...(clusters.length > 0 && { GalaxyCluster: clusters }),
    EventTag: event.tags.map((name) => eventTag(event, name, store)),
  };
}

function eventTag(event: StoredEvent, name: string, store: MispStore): Record<string, unknown> {
  const { id, colour } = store.tag(name);
  return {
    id: store.tags.linkId('event', event.id, name),
    event_id: event.id,
    tag_id: id,
    local: false,
    relationship_type: '',
    Tag: { id, name, colour, is_galaxy: name.startsWith('misp-galaxy:') },
  };
}

function renderMinimal({ id, timestamp, published, uuid, orgc }: StoredEvent): Record<string, unknown> {
  return { id, timestamp: String(timestamp), sighting_timestamp: '0', published, uuid, orgc_uuid: orgc.uuid };
}
