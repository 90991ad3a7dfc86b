/**
 * The mapping of MISP types to Enterprise Security. Data only: lookups, transforms, inputs, saved searches, the mapper and
 * the table of the documentation use it.
 *
 * Source of the columns and their order: Splunk's documentation of local threat lists.
 */
export type FeedName = keyof typeof FEEDS;

export interface Feed {
  readonly label: string;
  /** A description of its content, for people. */
  readonly content: string;
  /** The header of the lookup. */
  readonly columns: readonly string[];
  /** The columns that may contain an indicator. */
  readonly values: readonly string[];
  /** A row that matches nothing, for a lookup without values: Splunk deletes an empty lookup. */
  readonly placeholderRow: readonly [column: string, value: string];
  /** Cron minute and hour of its search. No two feeds run together, and none during the daily reconciliation. */
  readonly schedule: string;
}

export const FEEDS = {
  ip: {
    label: 'MISP IP intelligence',
    content: 'IP addresses, networks and ranges',
    columns: ['description', 'ip', 'weight'],
    values: ['ip'],
    placeholderRow: ['ip', '2001:db8::'],
    schedule: '0 3',
  },
  domain: {
    label: 'MISP domain intelligence',
    content: 'domains and host names',
    columns: ['description', 'domain', 'weight'],
    values: ['domain'],
    placeholderRow: ['domain', 'nothing.invalid'],
    schedule: '10 3',
  },
  http: {
    label: 'MISP HTTP intelligence',
    content: 'URLs and user agents',
    columns: ['description', 'http_referrer', 'http_user_agent', 'url', 'weight'],
    values: ['http_user_agent', 'url'],
    placeholderRow: ['url', 'http://nothing.invalid/'],
    schedule: '20 3',
  },
  file: {
    label: 'MISP file intelligence',
    content: 'file hashes and names',
    columns: ['description', 'file_hash', 'file_name', 'weight'],
    values: ['file_hash', 'file_name'],
    placeholderRow: ['file_name', 'misp-has-nothing.invalid'],
    schedule: '30 3',
  },
  email: {
    label: 'MISP e-mail intelligence',
    content: 'senders and subjects of e-mails',
    columns: ['description', 'src_user', 'subject', 'weight'],
    values: ['src_user', 'subject'],
    placeholderRow: ['src_user', 'nobody@nothing.invalid'],
    schedule: '40 3',
  },
  registry: {
    label: 'MISP registry intelligence',
    content: 'registry keys with their values',
    columns: ['description', 'registry_path', 'registry_value_name', 'registry_value_text', 'weight'],
    values: ['registry_path', 'registry_value_name', 'registry_value_text'],
    placeholderRow: ['registry_path', 'MISP-HAS-NOTHING'],
    schedule: '50 3',
  },
  certificate: {
    label: 'MISP certificate intelligence',
    content: 'issuers, subjects and serial numbers of certificates',
    columns: [
      'certificate_issuer',
      'certificate_subject',
      'certificate_issuer_organization',
      'certificate_subject_organization',
      'certificate_serial',
      'certificate_issuer_unit',
      'certificate_subject_unit',
      'description',
      'weight',
    ],
    values: ['certificate_serial', 'certificate_issuer', 'certificate_subject'],
    placeholderRow: ['certificate_serial', 'misp-has-nothing'],
    schedule: '0 4',
  },
  service: {
    label: 'MISP service intelligence',
    content: 'Windows services, with a hash of their file',
    columns: ['description', 'service', 'service_file_hash', 'service_dll_file_hash', 'weight'],
    values: ['service', 'service_file_hash'],
    placeholderRow: ['service', 'misp-has-nothing'],
    schedule: '10 4',
  },
  process: {
    label: 'MISP process intelligence',
    content: 'process names and the files that they run',
    columns: ['description', 'process', 'process_file_name', 'weight'],
    values: ['process', 'process_file_name'],
    placeholderRow: ['process', 'misp-has-nothing'],
    schedule: '20 4',
  },
  user: {
    label: 'MISP user intelligence',
    content: 'user names',
    columns: ['description', 'user', 'weight'],
    values: ['user'],
    placeholderRow: ['user', 'misp-has-nothing'],
    schedule: '30 4',
  },
} as const satisfies Record<string, Feed>;

/** The format of values in a column; see `normalise.ts`. */
export type Kind = 'ip' | 'domain' | 'url' | 'absoluteUrl' | 'email' | 'text' | `hash:${string}`;

/** Types whose value, or halves of it, go into a feed. */
export interface AttributeRule {
  readonly feed: FeedName;
  readonly types: readonly string[];
  /** The target of the whole value, or of the halves of a composite. */
  readonly whole?: Target;
  readonly left?: Target;
  readonly right?: Target;
  /** Put both halves into one row. */
  readonly inOneRow?: boolean;
  /** Applies only when `include=` has this name. */
  readonly optIn?: string;
}

export type Target = readonly [column: string, kind: Kind];

export const ATTRIBUTE_RULES: readonly AttributeRule[] = [
  { feed: 'ip', types: ['ip-src', 'ip-dst'], whole: ['ip', 'ip'] },
  { feed: 'ip', types: ['ip-src|port', 'ip-dst|port'], left: ['ip', 'ip'] },
  { feed: 'ip', types: ['domain|ip'], right: ['ip', 'ip'] },

  { feed: 'domain', types: ['domain', 'hostname', 'onion-address'], whole: ['domain', 'domain'] },
  { feed: 'domain', types: ['hostname|port', 'domain|ip'], left: ['domain', 'domain'] },

  { feed: 'http', types: ['url'], whole: ['url', 'url'] },
  { feed: 'http', types: ['uri', 'link'], whole: ['url', 'absoluteUrl'] },
  { feed: 'http', types: ['user-agent'], whole: ['http_user_agent', 'text'] },

  { feed: 'file', types: ['md5', 'x509-fingerprint-md5'], whole: ['file_hash', 'hash:32'] },
  { feed: 'file', types: ['sha1', 'x509-fingerprint-sha1'], whole: ['file_hash', 'hash:40'] },
  { feed: 'file', types: ['sha224', 'sha512/224', 'sha3-224'], whole: ['file_hash', 'hash:56'] },
  {
    feed: 'file',
    types: ['sha256', 'sha512/256', 'sha3-256', 'x509-fingerprint-sha256'],
    whole: ['file_hash', 'hash:64'],
  },
  { feed: 'file', types: ['sha384', 'sha3-384'], whole: ['file_hash', 'hash:96'] },
  { feed: 'file', types: ['sha512', 'sha3-512'], whole: ['file_hash', 'hash:128'] },
  { feed: 'file', types: ['filename|md5', 'malware-sample'], right: ['file_hash', 'hash:32'] },
  { feed: 'file', types: ['filename|sha1'], right: ['file_hash', 'hash:40'] },
  {
    feed: 'file',
    types: ['filename|sha224', 'filename|sha512/224', 'filename|sha3-224'],
    right: ['file_hash', 'hash:56'],
  },
  {
    feed: 'file',
    types: ['filename|sha256', 'filename|sha512/256', 'filename|sha3-256'],
    right: ['file_hash', 'hash:64'],
  },
  { feed: 'file', types: ['filename|sha384', 'filename|sha3-384'], right: ['file_hash', 'hash:96'] },
  { feed: 'file', types: ['filename|sha512', 'filename|sha3-512'], right: ['file_hash', 'hash:128'] },
  // Opt-in: few logs have these hashes.
  { feed: 'file', types: ['authentihash'], whole: ['file_hash', 'hash:any'], optIn: 'authentihash' },
  { feed: 'file', types: ['filename|authentihash'], right: ['file_hash', 'hash:any'], optIn: 'authentihash' },
  { feed: 'file', types: ['imphash'], whole: ['file_hash', 'hash:32'], optIn: 'imphash' },
  { feed: 'file', types: ['filename|imphash'], right: ['file_hash', 'hash:32'], optIn: 'imphash' },
  { feed: 'file', types: ['pehash'], whole: ['file_hash', 'hash:40'], optIn: 'pehash' },
  { feed: 'file', types: ['filename|pehash'], right: ['file_hash', 'hash:40'], optIn: 'pehash' },
  { feed: 'file', types: ['ssdeep'], whole: ['file_hash', 'hash:ssdeep'], optIn: 'ssdeep' },
  { feed: 'file', types: ['filename|ssdeep'], right: ['file_hash', 'hash:ssdeep'], optIn: 'ssdeep' },
  { feed: 'file', types: ['tlsh'], whole: ['file_hash', 'hash:tlsh'], optIn: 'tlsh' },
  { feed: 'file', types: ['filename|tlsh'], right: ['file_hash', 'hash:tlsh'], optIn: 'tlsh' },
  { feed: 'file', types: ['vhash'], whole: ['file_hash', 'hash:vhash'], optIn: 'vhash' },
  { feed: 'file', types: ['filename|vhash'], right: ['file_hash', 'hash:vhash'], optIn: 'vhash' },

  { feed: 'file', types: ['filename', 'email-attachment'], whole: ['file_name', 'text'] },
  {
    feed: 'file',
    types: [
      'filename|md5',
      'filename|sha1',
      'filename|sha224',
      'filename|sha256',
      'filename|sha384',
      'filename|sha512',
      'filename|sha512/224',
      'filename|sha512/256',
      'filename|sha3-224',
      'filename|sha3-256',
      'filename|sha3-384',
      'filename|sha3-512',
      'filename|authentihash',
      'filename|imphash',
      'filename|impfuzzy',
      'filename|pehash',
      'filename|ssdeep',
      'filename|tlsh',
      'filename|vhash',
    ],
    left: ['file_name', 'text'],
  },
  { feed: 'file', types: ['attachment'], whole: ['file_name', 'text'], optIn: 'attachment' },

  { feed: 'email', types: ['email', 'email-src', 'email-reply-to'], whole: ['src_user', 'email'] },
  { feed: 'email', types: ['whois-registrant-email', 'dns-soa-email'], whole: ['src_user', 'email'] },
  { feed: 'email', types: ['email-subject'], whole: ['subject', 'text'] },
  { feed: 'email', types: ['email-dst'], whole: ['src_user', 'email'], optIn: 'email-dst' },
  { feed: 'email', types: ['target-email'], whole: ['src_user', 'email'], optIn: 'target-email' },

  { feed: 'registry', types: ['regkey'], whole: ['registry_path', 'text'] },
  {
    feed: 'registry',
    types: ['regkey|value'],
    left: ['registry_path', 'text'],
    right: ['registry_value_text', 'text'],
    inOneRow: true,
  },

  {
    feed: 'service',
    types: ['windows-service-name', 'windows-service-displayname'],
    whole: ['service', 'text'],
  },

  { feed: 'user', types: ['target-user'], whole: ['user', 'text'], optIn: 'target-user' },
  { feed: 'user', types: ['github-username'], whole: ['user', 'text'], optIn: 'github-username' },
  { feed: 'user', types: ['whois-registrant-name'], whole: ['user', 'text'], optIn: 'whois-registrant-name' },
];

/** Objects whose attributes become one row. Several values of a column become several rows. */
export interface ObjectRule {
  readonly feed: FeedName;
  /** The name of the object in MISP. Attributes do not have it, so the object is recognised by its attributes. */
  readonly object: string;
  /** At least one of these attributes must exist. */
  readonly requiredAny: readonly Part[];
  /** None of these attributes may exist. They belong to another object with similar attributes. */
  readonly excludedBy?: readonly Part[];
  readonly columns: readonly ObjectColumn[];
  readonly optIn?: string;
}

/** Matches an attribute of an object by relation, type, or both. */
export interface Part {
  readonly relation?: string;
  readonly type?: string;
}

export interface ObjectColumn {
  readonly column: string;
  readonly kind: Kind;
  /** The sources of the value: the first that the object has or, with `all`, all of them. */
  readonly from: readonly Part[];
  readonly all?: boolean;
  /** Without a value in this column there is no row. */
  readonly required?: boolean;
}

export const OBJECT_RULES: readonly ObjectRule[] = [
  {
    feed: 'certificate',
    object: 'x509',
    requiredAny: [
      { relation: 'serial-number' },
      { relation: 'issuer' },
      { relation: 'x509-fingerprint-md5' },
      { relation: 'x509-fingerprint-sha1' },
      { relation: 'x509-fingerprint-sha256' },
    ],
    columns: [
      { column: 'certificate_serial', kind: 'text', from: [{ relation: 'serial-number', type: 'text' }] },
      { column: 'certificate_issuer', kind: 'text', from: [{ relation: 'issuer', type: 'text' }] },
      { column: 'certificate_subject', kind: 'text', from: [{ relation: 'subject', type: 'text' }] },
    ],
  },
  {
    feed: 'process',
    object: 'process',
    requiredAny: [
      { relation: 'image', type: 'filename' },
      { relation: 'command-line' },
      { relation: 'pid' },
      { relation: 'parent-pid' },
    ],
    columns: [
      { column: 'process', kind: 'text', from: [{ relation: 'name', type: 'text' }] },
      {
        column: 'process_file_name',
        kind: 'text',
        from: [
          { relation: 'image', type: 'filename' },
          { relation: 'filename', type: 'filename' },
        ],
      },
    ],
  },
  {
    feed: 'registry',
    object: 'registry-key',
    requiredAny: [{ relation: 'key', type: 'regkey' }],
    columns: [
      {
        column: 'registry_path',
        kind: 'text',
        from: [{ relation: 'key', type: 'regkey' }],
        required: true,
      },
      { column: 'registry_value_name', kind: 'text', from: [{ relation: 'name', type: 'text' }] },
      { column: 'registry_value_text', kind: 'text', from: [{ relation: 'data', type: 'text' }] },
    ],
  },
  {
    feed: 'service',
    object: 'windows-service',
    requiredAny: [{ type: 'windows-service-name' }, { type: 'windows-service-displayname' }],
    columns: [
      {
        column: 'service',
        kind: 'text',
        from: [{ type: 'windows-service-name' }, { type: 'windows-service-displayname' }],
        all: true,
        required: true,
      },
      {
        column: 'service_file_hash',
        kind: 'hash:any',
        from: [{ type: 'sha256' }, { type: 'sha1' }, { type: 'md5' }],
      },
    ],
  },
  {
    feed: 'user',
    object: 'user-account',
    requiredAny: [{ relation: 'username' }],
    // These belong to a credential object.
    excludedBy: [{ relation: 'format' }, { relation: 'notification' }, { relation: 'origin' }],
    columns: [
      { column: 'user', kind: 'text', from: [{ relation: 'username', type: 'text' }], required: true },
    ],
    optIn: 'user-account',
  },
];

/** Additional columns of the state lookup of a feed. */
export const STATE_COLUMNS = [
  'misp_intel_field',
  'misp_intel_value',
  'misp_attribute_uuid',
  'misp_instance',
  'misp_timestamp',
  'misp_seen',
] as const;
