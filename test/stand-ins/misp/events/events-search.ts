import type { Call, Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { eventFilterOf, type Found } from './event-filters.ts';
import { flagsIn } from '../search/filters.ts';
import type { StoredAttribute, StoredEvent } from '../store/records.ts';
import { type EventView, renderEvent } from '../render/render-event.ts';
import { failure, type Reply } from '../replies.ts';
import { isOn, limitOf } from '../search/rest-search.ts';
import type { Org } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';
import { seesAttribute, seesEvent } from '../store/visibility.ts';

/** events/restSearch. X-Result-Count is the number of all that fit, whatever the page. */
export function searchEvents(body: Members, call: Call): Reply {
  const { store, viewer, now } = call;
  const format = textOf(body['returnFormat'] ?? 'json');
  if (format !== 'json') return failure(501, `The embedded MISP has no returnFormat ${format}.`, call.path);
  const { published, ...counted } = body;
  // JSON false is no filter to the count, and one to what is shown.
  const isShown = eventFilterOf(published === false ? { published: 0 } : {}, { store, now });
  const found = sortedEvents(
    foundBy(store, viewer).filter(eventFilterOf(published === false ? counted : body, { store, now })),
    body,
  );
  if (found.length > 0 && isOn(body['metadata']) && WARNINGS.some((name) => isOn(body[name])))
    return failure(500, 'An Internal Error Has Occurred.', call.path);
  const view = viewOf(body, call);
  const list = pageOf(found, body, call.maxLimit)
    .filter(isShown)
    .map(({ event }) => JSON.stringify({ Event: renderEvent(event, store, view) }));
  return {
    status: 200,
    headers: {
      'X-Result-Count': String(found.length),
      'X-Export-Module-Used': 'json',
      'X-Response-Format': 'json',
      'X-Skipped-Elements-Count': '0',
      'Content-Disposition': `attachment; filename="misp.event.${fileOf(body)}.json"`,
      'Content-Type': 'application/json; charset=UTF-8',
    },
    body: `{"response": [${list.join(',')}]}\n`,
  };
}

/** Beside metadata, MISP 2.5 looks for them among attributes that are not there. */
const WARNINGS = ['enforceWarninglist', 'includeWarninglistHits'];

const ORDERS: Readonly<Record<string, (event: StoredEvent) => number>> = {
  id: ({ id }) => Number(id),
  timestamp: ({ timestamp }) => timestamp,
  publish_timestamp: ({ publish_timestamp }) => publish_timestamp,
};

/** An unknown order is none. */
function sortedEvents(found: Found[], body: Members): Found[] {
  const [, name = '', direction] =
    /^(?:Event\.)?(\w+)(?: (asc|desc))?$/i.exec(textOf(body['order'] ?? '')) ?? [];
  const key = Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
  if (!key) return found;
  const sign = direction?.toLowerCase() === 'desc' ? -1 : 1;
  return found.sort((a, b) => sign * (key(a.event) - key(b.event)));
}

/** All events that the viewer may see, in the order of their ids. */
export function foundBy(store: MispStore, viewer: Org): Found[] {
  const attributes = new Map<StoredEvent, StoredAttribute[]>();
  for (const one of store.attributes) {
    if (!seesAttribute(store, one, viewer)) continue;
    const list = attributes.get(one.event);
    if (list) list.push(one);
    else attributes.set(one.event, [one]);
  }
  return store.events
    .filter((event) => seesEvent(store, event, viewer))
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map((event) => ({ event, attributes: attributes.get(event) ?? [] }));
}

/** Without a limit there are no pages. */
export function pageOf<T>(found: readonly T[], body: Members, maxLimit: number | undefined): readonly T[] {
  const limit = limitOf(body['limit'], maxLimit);
  if (limit === undefined || limit < 0) return found;
  const page = Math.max(1, Number(body['page'] ?? 1) || 1);
  return found.slice((page - 1) * limit, page * limit);
}

function viewOf(body: Members, { viewer, now }: Call): EventView {
  const wanted = new Set([body['deleted'] ?? 0].flat().map((one) => isOn(one)));
  return {
    viewer,
    now,
    metadata: isOn(body['metadata']),
    // It cuts the lists of attributes, too, unless it is "0" or blank.
    toIds: flagOf(body['to_ids']),
    withoutGalaxies: isOn(body['excludeGalaxy']),
    withoutWarned: isOn(body['enforceWarninglist']),
    deleted: (deleted) => wanted.has(deleted),
    warnings: isOn(body['includeWarninglistHits']),
    attachments: isOn(body['withAttachments']),
    decayScore: isOn(body['includeDecayScore']),
  };
}

function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null || value === false || value === '0' || value === '')
    return undefined;
  const [only, ...others] = flagsIn(value === 'exclude' ? 0 : value);
  return others.length > 0 ? undefined : only;
}

/** The id of an event that was asked for by it, or that it is a list. */
function fileOf({ eventid }: Members): string {
  return typeof eventid === 'number' || typeof eventid === 'string' ? String(eventid) : 'list';
}
