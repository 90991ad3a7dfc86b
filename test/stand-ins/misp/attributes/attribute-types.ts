import { CATEGORIES } from './attribute-categories.ts';

export interface TypeDefault {
  readonly default_category: string;
  readonly to_ids: 0 | 1;
}

/** The types that MISP 2.5 knows in its order, with what an attribute gets that does not say it itself. */
const RUNS: readonly (readonly [category: string, to_ids: 0 | 1, types: string])[] = [
  ['Payload delivery', 1, 'md5,sha1,sha256,filename'],
  ['Artifacts dropped', 0, 'pdb'],
  ['Payload delivery', 1, 'filename|md5,filename|sha1,filename|sha256'],
  ['Network activity', 1, 'ip-src,ip-dst,hostname,domain,domain|ip'],
  ['Social network', 1, 'email'],
  ['Payload delivery', 1, 'email-src'],
  ['Network activity', 1, 'eppn,email-dst'],
  ['Payload delivery', 0, 'email-subject'],
  ['Payload delivery', 1, 'email-attachment'],
  ['Payload delivery', 0, 'email-body'],
  ['Other', 0, 'float'],
  ['Internal reference', 0, 'git-commit-id'],
  ['Network activity', 1, 'url'],
  ['Network activity', 0, 'http-method,user-agent'],
  ['Network activity', 1, 'ja3-fingerprint-md5,jarm-fingerprint,favicon-mmh3,hassh-md5,hasshserver-md5'],
  ['Persistence mechanism', 1, 'regkey,regkey|value'],
  ['Network activity', 0, 'AS'],
  ['Network activity', 1, 'snort,bro,zeek,community-id,dom-hash'],
  ['Payload installation', 1, 'pattern-in-file'],
  ['Network activity', 1, 'pattern-in-traffic'],
  ['Payload installation', 1, 'pattern-in-memory,filename-pattern'],
  ['Person', 0, 'pgp-public-key,pgp-private-key'],
  ['Network activity', 0, 'ssh-fingerprint'],
  ['Payload installation', 1, 'yara,stix2-pattern,sigma'],
  ['Artifacts dropped', 0, 'gene,kusto-query,mime-type'],
  ['Person', 0, 'identity-card-number'],
  ['Network activity', 0, 'cookie'],
  ['External analysis', 0, 'vulnerability,cpe,weakness,attachment'],
  ['Payload delivery', 1, 'malware-sample'],
  ['External analysis', 0, 'link'],
  ['Other', 0, 'comment,text,hex,other'],
  ['Artifacts dropped', 0, 'named pipe'],
  ['Artifacts dropped', 1, 'mutex'],
  ['Artifacts dropped', 0, 'process-state'],
  ['Targeting data', 0, 'target-user,target-email,target-machine,target-org,target-location,target-external'],
  ['Financial fraud', 1, 'btc,dash,xmr,iban,bic,bank-account-nr,aba-rtn,bin,cc-number,prtn'],
  ['Person', 0, 'phone-number'],
  ['Attribution', 0, 'threat-actor,campaign-name,campaign-id'],
  ['Payload delivery', 0, 'malware-type'],
  ['Network activity', 1, 'uri'],
  [
    'Payload delivery',
    1,
    'authentihash,vhash,ssdeep,imphash,telfhash,pehash,impfuzzy,sha224,sha384,sha512,sha512/224,' +
      'sha512/256,sha3-224,sha3-256,sha3-384,sha3-512,tlsh,cdhash,filename|authentihash,filename|vhash,' +
      'filename|ssdeep,filename|imphash,filename|impfuzzy,filename|pehash,filename|sha224,filename|sha384,' +
      'filename|sha512,filename|sha512/224,filename|sha512/256,filename|sha3-224,filename|sha3-256,' +
      'filename|sha3-384,filename|sha3-512,filename|tlsh',
  ],
  ['Artifacts dropped', 0, 'windows-scheduled-task,windows-service-name,windows-service-displayname'],
  [
    'Attribution',
    0,
    'whois-registrant-email,whois-registrant-phone,whois-registrant-name,whois-registrant-org,' +
      'whois-registrar,whois-creation-date',
  ],
  ['Network activity', 1, 'x509-fingerprint-sha1,x509-fingerprint-md5,x509-fingerprint-sha256'],
  ['Attribution', 0, 'dns-soa-email'],
  ['Other', 0, 'size-in-bytes,counter,integer,datetime'],
  ['Network activity', 0, 'port'],
  ['Network activity', 1, 'ip-dst|port,ip-src|port,hostname|port'],
  ['Network activity', 0, 'mac-address,mac-eui-64'],
  [
    'Payload delivery',
    0,
    'email-dst-display-name,email-src-display-name,email-header,email-reply-to,email-x-mailer,' +
      'email-mime-boundary,email-thread-index,email-message-id',
  ],
  ['Social network', 0, 'github-username,github-repository,github-organisation,jabber-id,twitter-id'],
  ['Network activity', 0, 'dkim,dkim-signature'],
  [
    'Person',
    0,
    'first-name,middle-name,last-name,full-name,date-of-birth,place-of-birth,gender,passport-number,' +
      'passport-country,passport-expiration,redress-number,nationality,visa-number,issue-date-of-the-visa,' +
      'primary-residence,country-of-residence,special-service-request,frequent-flyer-number,travel-details,' +
      'payment-details,place-port-of-original-embarkation,place-port-of-clearance,' +
      'place-port-of-onward-foreign-destination,passenger-name-record-locator-number',
  ],
  ['Payload delivery', 1, 'mobile-application-id,azure-application-id,chrome-extension-id'],
  ['External analysis', 0, 'cortex'],
  ['Other', 0, 'boolean,anonymised'],
  ['Network activity', 1, 'onion-address'],
];

/** By type. */
export const TYPE_DEFAULTS: ReadonlyMap<string, TypeDefault> = new Map(
  RUNS.flatMap(([default_category, to_ids, types]) =>
    types.split(',').map((type) => [type, { default_category, to_ids }]),
  ),
);

/** GET attributes/describeTypes */
export function describeTypesPage(): Record<string, unknown> {
  return {
    result: {
      sane_defaults: Object.fromEntries(TYPE_DEFAULTS),
      types: [...TYPE_DEFAULTS.keys()],
      categories: [...CATEGORIES.keys()],
      category_type_mappings: Object.fromEntries(CATEGORIES),
    },
  };
}
