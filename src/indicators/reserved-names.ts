import { isSplunkField } from './columns.ts';
import { EVENT_MEMBERS } from './event-rows.ts';
import {
  OPTIONAL_FIELDS,
  EVENT_FIELDS,
  FIELD_PREFIXES,
  INDEX_FIELDS,
  INSTANCE_FIELDS,
  MATCH_FIELDS,
  METADATA_FIELDS,
  ATTRIBUTE_FIELDS,
} from './fields.ts';

const RESERVED: ReadonlySet<string> = new Set<string>([
  ...ATTRIBUTE_FIELDS,
  ...EVENT_FIELDS,
  ...OPTIONAL_FIELDS,
  ...INSTANCE_FIELDS,
  ...METADATA_FIELDS,
  ...INDEX_FIELDS,
  ...Object.values(MATCH_FIELDS),
  ...EVENT_MEMBERS.map(([field]) => field),
]);

const PREFIXES = Object.values(FIELD_PREFIXES);

const METADATA_NAMES: ReadonlySet<string> = new Set<string>([...METADATA_FIELDS, ...INSTANCE_FIELDS]);

/**
 * Whether a member of MISP's JSON may become a field with its own name. The name must differ from the app's fields, which
 * links and searches use, and from Splunk's metadata. No member of MISP has such a name.
 */
export function isAllowedAsField(member: string): boolean {
  return !member.startsWith('misp_') && !METADATA_NAMES.has(member) && !isSplunkField(member);
}

/**
 * Whether the app itself writes a field of this name, without the prefix. A server may send any type: with a type
 * `instance` it could pose as another instance.
 */
export function isReserved(name: string): boolean {
  const lowerName = name.toLowerCase();
  return RESERVED.has(lowerName) || PREFIXES.some((start) => lowerName.startsWith(start));
}
