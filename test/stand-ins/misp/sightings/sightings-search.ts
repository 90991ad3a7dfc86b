import type { Call, Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { failure, type Reply } from '../replies.ts';
import { sightingColumns } from '../render/columns.ts';
import type { StoredAttribute } from '../store/records.ts';
import { isOn } from '../search/rest-search.ts';
import { seenBy, type Seen } from './sightings-list.ts';
import { within } from '../search/time-filters.ts';

/** Of what the sightings are, when the path or the body says. */
const CONTEXTS: Readonly<Record<string, (seen: Seen) => { readonly id: string; readonly uuid: string }>> = {
  attribute: ({ attribute }) => attribute,
  event: ({ attribute }) => attribute.event,
};

const NO_CONTEXT_ID = 'An ID or UUID must be provided if the context is set.';

/**
 * sightings/restSearch, of all or, with `/attribute` or `/event` in the path or as `context`, of some by id or uuid, which
 * mean nothing without. An id must be a number in JSON; there are no pages; X-Result-Count is always 0.
 */
export function searchSightings(body: Members, call: Call): Reply {
  const inContext = contextTest(body, call);
  if (typeof inContext !== 'function') return inContext;
  const format = textOf(body['returnFormat'] ?? 'json');
  const render = FORMATS[format];
  if (format === 'xml') return failure(501, 'The embedded MISP has no returnFormat xml.', call.path);
  if (!render) return failure(404, 'Invalid output format.', call.path);
  const tests = Object.entries(body).flatMap(([name, value]) => FILTERS[name]?.(value) ?? []);
  const isThen = within<Seen>(timeOf(body), call.now, ({ sighting }) => sighting.time);
  const found = seenBy(call.store, call.viewer).filter(
    (one) => inContext(one) && isThen(one) && tests.every((test) => test(one)),
  );
  return {
    status: 200,
    headers: {
      'X-Result-Count': '0',
      'X-Export-Module-Used': format,
      'X-Response-Format': format,
      'X-Skipped-Elements-Count': '0',
      'Content-Type': `${format === 'json' ? 'application/json' : 'text/csv'}; charset=UTF-8`,
    },
    body: render(found, body),
  };
}

function contextTest({ context: given, id, uuid }: Members, call: Call): Reply | ((seen: Seen) => boolean) {
  const context = call.args[0] ?? (given === undefined ? undefined : textOf(given));
  if (context === undefined) return () => true;
  const of = CONTEXTS[context];
  if (!of) return failure(400, `Invalid context ${context}.`, call.path);
  if (id === undefined && uuid === undefined) return failure(400, NO_CONTEXT_ID, call.path);
  const ids = [id ?? []].flat();
  const wrong = ids.find((one) => typeof one !== 'number');
  if (wrong !== undefined) return failure(400, `Invalid ID \`${textOf(wrong)}\` provided.`, call.path);
  if (context === 'event' && typeof uuid === 'string')
    return failure(500, 'An Internal Error Has Occurred.', call.path);
  return (seen) =>
    (id === undefined || id === 0 || ids.map(String).includes(of(seen).id)) &&
    (uuid === undefined || [uuid].flat().includes(of(seen).uuid));
}

/** Both ends of a time win over `last`; with one end or none, it is the last 30 days. */
function timeOf({ from, to, last }: Members): unknown {
  return from !== undefined && to !== undefined ? [from, to] : (last ?? '30d');
}

const FILTERS: Readonly<Record<string, (value: unknown) => (seen: Seen) => boolean>> = {
  type: (value) => {
    const types = [value].flat().map((one) => (one === 'sighting' ? '0' : textOf(one)));
    return ({ sighting }) => types.includes(sighting.type);
  },
  // By uuid only; a number finds nothing.
  org_id: (value) => {
    const text = textOf(value);
    return ({ sighting: { org } }) => (text.startsWith('!') ? org.uuid !== text.slice(1) : org.uuid === text);
  },
  source: (value) => {
    const source = textOf(value);
    return ({ sighting }) => sighting.source === source;
  },
};

const FORMATS: Readonly<Record<string, (found: readonly Seen[], body: Members) => string>> = {
  json: (found, body) => `{"response": [${found.map((one) => JSON.stringify(row(one, body))).join(',')}]}\n`,
  csv: (found) => [CSV_COLUMNS.join(','), ...found.map(csvLine), '', ''].join('\n'),
};

function row({ attribute, sighting }: Seen, body: Members): Members {
  const { id, uuid, name } = sighting.org;
  return {
    Sighting: {
      ...sightingColumns(attribute, sighting),
      value: attribute.value,
      ...(isOn(body['includeUuid']) && { attribute_uuid: attribute.uuid, event_uuid: attribute.event.uuid }),
      ...(isOn(body['includeAttribute']) && { Attribute: attributeOf(attribute) }),
      ...(isOn(body['includeEvent']) && { Event: eventOf(attribute) }),
      Organisation: { id, uuid, name },
    },
  };
}

function attributeOf({ id, uuid, type, category, to_ids, value }: StoredAttribute): Members {
  return { id, uuid, type, category, to_ids, value };
}

function eventOf({ event: { id, uuid, orgc, org, info } }: StoredAttribute): Members {
  return { id, uuid, orgc_id: orgc.id, org_id: org.id, info, Orgc: { name: orgc.name } };
}

const CSV_COLUMNS = 'id attribute_id event_id org_id date_sighting uuid source type'.split(' ');

/** What is text is quoted, what is a number is not. */
function csvLine({ attribute, sighting }: Seen): string {
  const columns = sightingColumns(attribute, sighting);
  return CSV_COLUMNS.map((name) => {
    const text = columns[name] ?? '';
    return name === 'uuid' || name === 'source' ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(',');
}
