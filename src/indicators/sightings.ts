import { FIELD_PREFIXES } from './fields.ts';
import type { Sighting } from '../misp/rows/types.ts';

type SightingName = `${typeof FIELD_PREFIXES.sighting}${string}`;
type SightingField = readonly [name: SightingName, value: string | undefined];

/**
 * The fields for sightings: `sight_t<type>_count` and, for the first and last sighting of each type (0 sighting, 1 false
 * positive, 2 expiration), the time in Unix seconds, organisation and source. A type without sightings has no fields.
 */
export function sightingFields(sightings: readonly Sighting[]): readonly SightingField[] {
  if (sightings.length === 0) return [];
  const fields: SightingField[] = [];
  for (const type of ['0', '1', '2']) {
    const ofType = sightings.filter((one) => one.type === type);
    const [someSighting] = ofType;
    if (!someSighting) continue;
    const first = ofType.reduce(
      (a, b) => (Number(b.date_sighting) < Number(a.date_sighting) ? b : a),
      someSighting,
    );
    const last = ofType.reduce(
      (a, b) => (Number(b.date_sighting) >= Number(a.date_sighting) ? b : a),
      someSighting,
    );
    const name = `${FIELD_PREFIXES.sighting}t${type}` as const;
    fields.push(
      [`${name}_count`, String(ofType.length)],
      ...sightingDetails(`${name}_first`, first),
      ...sightingDetails(`${name}_last`, last),
    );
  }
  return fields;
}

function sightingDetails(name: SightingName, one: Sighting): readonly SightingField[] {
  return [
    [`${name}_sight`, one.date_sighting],
    [`${name}_org_name`, one.Organisation?.name],
    [`${name}_org_uuid`, one.Organisation?.uuid],
    [`${name}_source`, one.source],
  ];
}
