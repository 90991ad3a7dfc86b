import { isSplunkField } from './columns.ts';
import { EVENT_MEMBERS } from './event-rows.ts';
import {
  ADDED_FIELDS,
  EVENT_FIELDS,
  FAMILIES,
  INDEX_FIELDS,
  INSTANCE_FIELDS,
  MATCH_FIELDS,
  METADATA_FIELDS,
  OWN_FIELDS,
} from './fields.ts';

const RESERVED: ReadonlySet<string> = new Set<string>([
  ...OWN_FIELDS,
  ...EVENT_FIELDS,
  ...ADDED_FIELDS,
  ...INSTANCE_FIELDS,
  ...METADATA_FIELDS,
  ...INDEX_FIELDS,
  ...Object.values(MATCH_FIELDS),
  ...EVENT_MEMBERS.map(([field]) => field),
]);

const STARTS = Object.values(FAMILIES);

const NO_MEMBERS: ReadonlySet<string> = new Set<string>([...METADATA_FIELDS, ...INSTANCE_FIELDS]);

/**
 * Whether a member of MISP's JSON may be a field under its own name. MISP has no member that is called like a field of
 * ours, by which links and searches go, or like one that Splunk knows an event by.
 */
export function mayBeField(member: string): boolean {
  return !member.startsWith('misp_') && !NO_MEMBERS.has(member) && !isSplunkField(member);
}

/**
 * Whether we write a field of this name, after the prefix, ourselves. A server may send any type: with one called
 * `instance` it would speak in the name of another, and a row would have two fields of that name.
 */
export function isReserved(name: string): boolean {
  const small = name.toLowerCase();
  return RESERVED.has(small) || STARTS.some((start) => small.startsWith(start));
}
