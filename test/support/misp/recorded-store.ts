import type { Context } from 'mocha';
import type { NewEvent, NewSighting, Org, StoredEvent, StoredTag } from './records.ts';
import { type Exchange, recordingOf, type RecordedRow, rowsOf } from './recordings.ts';
import { MispStore } from './store.ts';

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

type Members = Record<string, unknown>;

/**
 * What the recordings show of their MISP's database: every attribute that is in an answer, and its event as far as it
 * is known. A part of the database answers a filter with the part of the answer, so first pages stay first pages.
 */
export function recordedStore(test: Context): MispStore {
  const exchanges = SEARCHES.flatMap((name) => recordingOf(test, name));
  const rows = mergedRows(exchanges);
  const facts = eventFacts(EVENTS.flatMap((name) => recordingOf(test, name)));
  const orgs = new Map([...facts.values()].map(({ Orgc }) => [(Orgc as Org | undefined)?.id, Orgc as Org]));
  const org = (id: unknown): Org =>
    orgs.get(String(id)) ?? { id: String(id), uuid: '', name: `Organisation ${String(id)}` };
  const store = new MispStore({ org: org('2'), partner: org('3') });
  const events = new Map<string, StoredEvent>();
  for (const row of [...rows.values()].sort((a, b) => Number(a.id) - Number(b.id))) {
    for (const { id, name, colour, numerical_value } of tagsOf(row) as never as StoredTag[])
      store.defineTag({ id, name, colour, numerical_value });
    const event =
      events.get(row.event_id) ?? store.addEvent(newEvent(row, rows, facts.get(row.event_id) ?? {}, org));
    events.set(event.id, event);
    const {
      Sighting = [],
      Object: object,
      warnings,
    } = row as { Sighting?: Members[]; Object?: { distribution: string }; warnings?: unknown };
    store.addAttribute(event, {
      ...(row as never as { type: string; value: string }),
      timestamp: Number(row['timestamp']),
      object_distribution: object?.distribution ?? '0',
      tags: namesOf(tagsOf(row).filter((tag) => !tag['inherited'])),
      onWarningList: warnings !== undefined,
      sightings: Sighting.map((one) => newSighting(one, org)),
    });
  }
  return store;
}

/** Members that only some answers show are taken from wherever they are. */
function mergedRows(exchanges: readonly Exchange[]): Map<string, RecordedRow> {
  const rows = new Map<string, RecordedRow>();
  for (const { response } of exchanges) {
    for (const row of rowsOf(response.body) ?? []) {
      const known = rows.get(row.id);
      const Event = { ...(known?.['Event'] as Members), ...(row['Event'] as Members) };
      rows.set(row.id, {
        ...known,
        ...row,
        Event,
        Tag: longer(known, row, 'Tag'),
        Sighting: longer(known, row, 'Sighting'),
      });
    }
  }
  return rows;
}

/** The list of whichever shows more. */
function longer(a: Members | undefined, b: Members, member: string): unknown[] {
  const [one, other] = [a?.[member], b[member]].map((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  return (one?.length ?? 0) > (other?.length ?? 0) ? (one ?? []) : (other ?? []);
}

function newEvent(
  row: RecordedRow,
  rows: ReadonlyMap<string, RecordedRow>,
  known: Members,
  org: (id: unknown) => Org,
): NewEvent {
  const event = { ...(row['Event'] as Members), ...known };
  const siblings = [...rows.values()].filter((one) => one.event_id === row.event_id);
  // An event is not older than its attributes.
  const timestamp = Number(
    event['timestamp'] ?? Math.max(...siblings.map((one) => Number(one['timestamp']))),
  );
  const contextTags = (event['Tag'] ?? []) as Members[];
  const inherited = siblings.flatMap(tagsOf).filter((tag) => tag['inherited']);
  return {
    ...(event as never as { info: string }),
    ...(event['date'] === undefined && { date: new Date(timestamp * 1000).toISOString().slice(0, 10) }),
    id: row.event_id,
    org: org(event['org_id']),
    orgc: org(event['orgc_id']),
    timestamp,
    publish_timestamp: Number(event['publish_timestamp']),
    tags: namesOf([...contextTags, ...inherited]),
  };
}

function newSighting(sighting: Members, org: (id: unknown) => Org): NewSighting {
  return {
    ...(sighting as never as NewSighting),
    time: Number(sighting['date_sighting']),
    org: org(sighting['org_id']),
  };
}

function tagsOf(row: RecordedRow): Members[] {
  return (row['Tag'] ?? []) as Members[];
}

function namesOf(tags: readonly Members[]): string[] {
  return [...new Set(tags.map((tag) => String(tag['name'])))];
}

/** Events by their id, from answers of events/restSearch and events/view; of an answer that was cut, what is there. */
function eventFacts(exchanges: readonly Exchange[]): Map<string, Members> {
  const found = exchanges.flatMap(({ response: { body, body_truncated_at } }): Members[] => {
    if (!/^\{\s*"(response|Event)"/.test(body)) return [];
    if (body_truncated_at !== undefined) {
      return [...body.matchAll(/"Event":(\{"id":"\d+"[^{}]*?"extends_uuid":"[^"]*")/g)].map(
        ([, text = '']) => JSON.parse(`${text}}`) as Members,
      );
    }
    const answer = JSON.parse(body) as { response?: { Event: Members }[]; Event?: Members };
    return (answer.response ?? [answer as { Event: Members }]).map(({ Event }) => Event);
  });
  return new Map(found.map((event) => [String(event['id']), event]));
}
