import { FAMILIES } from './fields.ts';
import type { Sighting } from '../misp/rows/types.ts';

type SightingName = `${typeof FAMILIES.sighting}${string}`;
type SightingField = readonly [name: SightingName, value: string | undefined];

/**
 * `sight_t<type>_count` and, of the first and the last sighting of each type (0 sighting, 1 false positive,
 * 2 expiration), time in Unix seconds, organisation and source. Nothing for a type without sightings.
 */
export function sightingFields(sightings: readonly Sighting[]): readonly SightingField[] {
  if (sightings.length === 0) return [];
  const fields: SightingField[] = [];
  for (const type of ['0', '1', '2']) {
    const ofType = sightings.filter((one) => one.type === type);
    const [head] = ofType;
    if (!head) continue;
    const first = ofType.reduce((a, b) => (Number(b.date_sighting) < Number(a.date_sighting) ? b : a), head);
    const last = ofType.reduce((a, b) => (Number(b.date_sighting) >= Number(a.date_sighting) ? b : a), head);
    const name = `${FAMILIES.sighting}t${type}` as const;
    fields.push(
      [`${name}_count`, String(ofType.length)],
      ...moment(`${name}_first`, first),
      ...moment(`${name}_last`, last),
    );
  }
  return fields;
}

function moment(name: SightingName, one: Sighting): readonly SightingField[] {
  return [
    [`${name}_sight`, one.date_sighting],
    [`${name}_org_name`, one.Organisation?.name],
    [`${name}_org_uuid`, one.Organisation?.uuid],
    [`${name}_source`, one.source],
  ];
}
