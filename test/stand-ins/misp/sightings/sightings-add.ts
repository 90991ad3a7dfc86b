import type { Call, Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { anyHalf } from '../search/value-filter.ts';
import type { StoredAttribute, StoredSighting } from '../store/records.ts';
import { json, type Reply } from '../replies.ts';
import { sightingColumns } from '../render/columns.ts';
import { seesAttribute } from '../store/visibility.ts';

/**
 * sightings/add, of an attribute by its id or uuid, in path or body, or of all that have one of `values`. Tells of the
 * last one only; a failure is HTTP 200, too.
 */
export function addSightings(call: Call): Reply {
  const { store, body } = call;
  const type = body['type'] === undefined ? '0' : textOf(body['type']);
  if (!/^[012]$/.test(type)) return refuse(WRONG_TYPE);
  const wanted = wantedBy(call);
  if (wanted === undefined) return refuse('No valid attributes found.');
  const attributes = store.attributes.filter(
    (one) => !one.deleted && seesAttribute(store, one, call.viewer) && wanted(one),
  );
  if (attributes.length === 0) return refuse('No valid attributes found that match the criteria.');
  const time = timeOf(body, call.now);
  if (time === undefined) return refuse('{"date_sighting":["This field cannot be left blank"]}');
  const source = body['source'] === undefined ? '' : textOf(body['source']);
  let last: Members = {};
  for (const attribute of attributes) {
    if (type === '2') forgetExpiration(attribute, call);
    const added = store.addSighting(attribute, { type, time, source, org: call.viewer });
    last = sightingColumns(attribute, added);
  }
  return call.show({ Sighting: last });
}

const WRONG_TYPE = 'Invalid type, please change it before you POST 1000000 sightings.';

function refuse(reason: string): Reply {
  return json({ message: `Could not add the Sighting. Reason: ${reason}` });
}

/** Which attributes are meant; undefined when the request does not say. */
function wantedBy({ args, body }: Call): ((attribute: StoredAttribute) => boolean) | undefined {
  const id = args[0] ?? body['id'] ?? body['uuid'];
  if (id !== undefined && id !== null && id !== '') {
    const text = textOf(id);
    return (one) => one.id === text || one.uuid === text.toLowerCase();
  }
  const values = [body['values'] ?? body['value'] ?? []].flat().map(textOf);
  return values.length === 0 ? undefined : anyHalf(values);
}

/** Unix seconds; now where nothing is said. */
function timeOf(body: Members, now: number): number | undefined {
  const { timestamp, date, time } = body;
  if (date !== undefined) {
    const parsed = Date.parse(`${textOf(date)}T${time === undefined ? '00:00:00' : textOf(time)}Z`);
    return Number.isNaN(parsed) ? undefined : parsed / 1000;
  }
  if (timestamp === undefined || timestamp === '') return now;
  return /^\d+$/.test(textOf(timestamp)) ? Number(timestamp) : undefined;
}

/** An organisation has one expiration of an attribute at most. */
function forgetExpiration({ sightings }: StoredAttribute, { viewer }: Call): void {
  const isOld = (one: StoredSighting) => one.type === '2' && one.org.id === viewer.id;
  const kept = sightings.filter((one) => !isOld(one));
  sightings.splice(0, sightings.length, ...kept);
}
