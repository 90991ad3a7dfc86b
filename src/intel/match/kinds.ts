/**
 * The kinds of values that are compared, and the types of MISP of each kind. Keys of the collection misp_indicators, searches and the
 * table of the documentation are generated from this data.
 */
export const MATCH_KINDS = {
  address: 'IP address, also within a network',
  domain: 'domain or host name',
  url: 'URL',
  hash: 'hash of a file',
  file_name: 'file name or path',
  email: 'e-mail address of either side',
  sender: 'e-mail address of a sender',
  recipient: 'e-mail address of a recipient',
  subject: 'subject of an e-mail',
  user_agent: 'user agent',
  registry: 'registry key',
  service: 'Windows service',
  fingerprint: 'fingerprint of a certificate',
  serial: 'serial number of a certificate',
  user: 'user name',
} as const satisfies Record<string, string>;

export type MatchKind = keyof typeof MATCH_KINDS;

export interface MatchRule {
  readonly kind: MatchKind;
  readonly types: readonly string[];
  readonly part: 'whole' | 'left' | 'right';
  /** The same event must have the other half, where the data model has a field for it. */
  readonly needsOther?: boolean;
  /** Names below it match, too. */
  readonly matchesBelow?: boolean;
  /** Only attributes of objects with this relation. */
  readonly relation?: string;
}

const HASHES = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512/224', 'sha512/256'],
  ...['sha3-224', 'sha3-256', 'sha3-384', 'sha3-512'],
];

export const MATCH_RULES: readonly MatchRule[] = [
  { kind: 'address', types: ['ip-src', 'ip-dst'], part: 'whole' },
  { kind: 'address', types: ['ip-src|port', 'ip-dst|port'], part: 'left', needsOther: true },
  { kind: 'address', types: ['domain|ip'], part: 'right' },

  { kind: 'domain', types: ['domain', 'onion-address'], part: 'whole', matchesBelow: true },
  { kind: 'domain', types: ['domain|ip'], part: 'left', matchesBelow: true },
  { kind: 'domain', types: ['hostname'], part: 'whole' },
  { kind: 'domain', types: ['hostname|port'], part: 'left', needsOther: true },

  { kind: 'url', types: ['url', 'uri', 'link'], part: 'whole' },
  { kind: 'user_agent', types: ['user-agent'], part: 'whole' },

  // Many files have the same name, so an attribute with a hash is matched by its hash alone.
  { kind: 'hash', types: HASHES, part: 'whole' },
  { kind: 'hash', types: [...HASHES.map((hash) => `filename|${hash}`), 'malware-sample'], part: 'right' },
  { kind: 'file_name', types: ['filename', 'email-attachment'], part: 'whole' },

  { kind: 'email', types: ['email', 'whois-registrant-email', 'dns-soa-email'], part: 'whole' },
  { kind: 'sender', types: ['email-src', 'email-reply-to'], part: 'whole' },
  { kind: 'recipient', types: ['email-dst'], part: 'whole' },
  { kind: 'subject', types: ['email-subject'], part: 'whole' },

  { kind: 'registry', types: ['regkey'], part: 'whole' },
  { kind: 'registry', types: ['regkey|value'], part: 'left', needsOther: true },
  { kind: 'service', types: ['windows-service-name', 'windows-service-displayname'], part: 'whole' },

  {
    kind: 'fingerprint',
    types: ['x509-fingerprint-md5', 'x509-fingerprint-sha1', 'x509-fingerprint-sha256'],
    part: 'whole',
  },
  { kind: 'serial', types: ['text'], part: 'whole', relation: 'serial-number' },
  { kind: 'user', types: ['text'], part: 'whole', relation: 'username' },
];
