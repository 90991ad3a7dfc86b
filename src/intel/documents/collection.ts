/**
 * The KV store collection misp_indicators, with a document for each value of an attribute. Both halves of a composite have
 * their own document. collections.conf and the lookup definitions are generated from this data.
 */
export const COLLECTION = 'misp_indicators';

export type FieldType = 'string' | 'number';

/** The fields of every document. */
export const DOCUMENT_FIELDS = {
  misp_value: 'string',
  misp_type: 'string',
  misp_category: 'string',
  misp_to_ids: 'string',
  misp_withdrawn: 'string',
  misp_comment: 'string',
  misp_description: 'string',
  misp_tag: 'string',
  misp_weight: 'number',
  misp_threat_level_id: 'number',
  misp_attribute_id: 'number',
  misp_attribute_uuid: 'string',
  misp_object_id: 'number',
  misp_object_relation: 'string',
  misp_event_id: 'number',
  misp_event_uuid: 'string',
  misp_event_info: 'string',
  misp_orgc_id: 'number',
  misp_instance: 'string',
  misp_host: 'string',
  misp_timestamp: 'number',
  misp_publish_timestamp: 'number',
  misp_seen: 'number',
  misp_datetime: 'string',
  misp_text: 'string',
  misp_view: 'string',
  // What it is found by in logs: `<kind>:<value in its normal form>`.
  misp_match_key: 'string',
  misp_match_kind: 'string',
  // What the same event must have, too: a port, or the data of a registry value.
  misp_match_needs: 'string',
  misp_match_below: 'string',
  // Since when it is looked for: Unix seconds.
  misp_match_added: 'number',
} as const satisfies Record<string, FieldType>;

/** A lookup for older searches: documents of some types, with fields named after the types. */
export interface View {
  readonly lookup: string;
  /** The types in the lookup, in the syntax of mispgetioc. */
  readonly types: readonly string[];
  readonly fields: Readonly<Record<string, FieldType>>;
}

export type ViewName = keyof typeof VIEWS;

export const VIEWS = {
  filename: {
    lookup: 'MISP_filename',
    types: [
      'filename',
      'malware-sample',
      'md5',
      'sha1',
      'sha256',
      'sha512',
      'ssdeep',
      'size-in-bytes',
      'filename|%',
    ],
    fields: {
      misp_filename: 'string',
      misp_malware_sample: 'string',
      misp_md5: 'string',
      misp_sha1: 'string',
      misp_sha256: 'string',
      misp_sha512: 'string',
      misp_ssdeep: 'string',
      misp_size_in_bytes: 'string',
    },
  },
  web: {
    lookup: 'MISP_web',
    types: [
      'domain',
      'hostname',
      'ip-dst',
      'ip-src',
      'url',
      'user-agent',
      'domain|ip',
      'hostname|port',
      'ip-dst|port',
      'ip-src|port',
    ],
    fields: {
      misp_domain: 'string',
      misp_hostname: 'string',
      misp_ip_dst: 'string',
      misp_ip_src: 'string',
      misp_url: 'string',
      misp_user_agent: 'string',
      misp_user_agent_length: 'number',
    },
  },
  email: {
    lookup: 'MISP_email',
    types: ['email-attachment', 'email-src', 'email-src-display-name', 'email-subject'],
    fields: {
      misp_email_attachment: 'string',
      misp_email_src: 'string',
      misp_email_src_display_name: 'string',
      misp_email_subject: 'string',
    },
  },
} as const satisfies Record<string, View>;

/** The common fields of the lookups for older searches. */
export const VIEW_FIELDS = [
  'misp_category',
  'misp_datetime',
  'misp_description',
  'misp_text',
  'misp_tag',
  'misp_to_ids',
  'misp_attribute_id',
  'misp_attribute_uuid',
  'misp_event_id',
  'misp_object_id',
  'misp_orgc_id',
  'misp_timestamp',
] as const satisfies readonly (keyof typeof DOCUMENT_FIELDS)[];

/** Bytes. Longer values would break the accelerated field of KV store. Nobody looks up a YARA rule. */
export const MAX_VALUE_BYTES = 900;
