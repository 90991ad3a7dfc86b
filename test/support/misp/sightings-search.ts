import type { Call, Members } from './call.ts';
import { textOf } from './conditions.ts';
import { failure, type Reply } from './replies.ts';
import { sightingColumns } from './columns.ts';
import { seenBy, type Seen } from './sightings-list.ts';
import { within } from './time-filters.ts';

/**
 * sightings/restSearch, of all or, with `/attribute` or `/event` in the path, of one by its id or uuid. An id must be a
 * number in JSON; X-Result-Count is always 0.
 */
export function searchSightings(body: Members, call: Call): Reply {
  const { id, uuid } = body;
  const ids = [id ?? []].flat();
  const wrong = ids.find((one) => typeof one !== 'number');
  if (wrong !== undefined) return failure(400, `Invalid ID \`${textOf(wrong)}\` provided.`, call.path);
  const format = textOf(body['returnFormat'] ?? 'json');
  const render = FORMATS[format];
  if (!render) return failure(501, `The embedded MISP has no returnFormat ${format}.`, call.path);
  const isEvent = call.args[0] === 'event';
  const of = ({ attribute }: Seen) => (isEvent ? attribute.event : attribute);
  const tests = Object.entries(body).flatMap(([name, value]) => FILTERS[name]?.(value, call.now) ?? []);
  const found = seenBy(call.store, call.viewer).filter(
    (one) =>
      (ids.length === 0 || ids.map(String).includes(of(one).id)) &&
      (uuid === undefined || [uuid].flat().includes(of(one).uuid)) &&
      tests.every((test) => test(one)),
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
    body: render(found),
  };
}

const seconds = (value: unknown, now: number) => within<Seen>(value, now, ({ sighting }) => sighting.time);

const FILTERS: Readonly<Record<string, (value: unknown, now: number) => (seen: Seen) => boolean>> = {
  last: seconds,
  from: seconds,
  to: (value, now) => {
    const isLater = seconds(value, now);
    return (seen) => !isLater(seen);
  },
  type: (value) => {
    const types = [value].flat().map(textOf);
    return ({ sighting }) => types.includes(sighting.type);
  },
  org_id: (value) => {
    const ids = [value].flat().map(textOf);
    return ({ sighting }) => ids.includes(sighting.org.id);
  },
  source: (value) => {
    const source = textOf(value);
    return ({ sighting }) => sighting.source === source;
  },
};

const FORMATS: Readonly<Record<string, (found: readonly Seen[]) => string>> = {
  json: (found) => `{"response": [${found.map((one) => JSON.stringify(row(one))).join(',')}]}\n`,
  csv: (found) => [CSV_COLUMNS.join(','), ...found.map(csvLine), '', ''].join('\n'),
};

function row({ attribute, sighting }: Seen): Members {
  const { id, uuid, name } = sighting.org;
  return {
    Sighting: {
      ...sightingColumns(attribute, sighting),
      value: attribute.value,
      Organisation: { id, uuid, name },
    },
  };
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
