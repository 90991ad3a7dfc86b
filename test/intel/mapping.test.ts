import { expect } from 'chai';
import { mispintel } from '../../src/commands/mispintel/command.ts';
import {
  ATTRIBUTE_RULES,
  type AttributeRule,
  FEEDS,
  type FeedName,
  OBJECT_RULES,
} from '../../src/intel/mapping.ts';

/** Splunk's documentation of local threat lists. */
const HEADERS: Readonly<Record<FeedName, string>> = {
  ip: 'description,ip,weight',
  domain: 'description,domain,weight',
  http: 'description,http_referrer,http_user_agent,url,weight',
  file: 'description,file_hash,file_name,weight',
  email: 'description,src_user,subject,weight',
  certificate:
    'certificate_issuer,certificate_subject,certificate_issuer_organization,certificate_subject_organization,certificate_serial,certificate_issuer_unit,certificate_subject_unit,description,weight',
  service: 'description,service,service_file_hash,service_dll_file_hash,weight',
  process: 'description,process,process_file_name,weight',
  registry: 'description,registry_path,registry_value_name,registry_value_text,weight',
  user: 'description,user,weight',
};

/** MISP type to where it goes: feed.column, after < for the left half and > for the right, ? when only on request. */
const TYPES: Readonly<Record<string, string>> = {
  'ip-src': 'ip.ip',
  'ip-dst': 'ip.ip',
  'ip-src|port': '<ip.ip',
  'ip-dst|port': '<ip.ip',
  'domain|ip': '<domain.domain >ip.ip',
  domain: 'domain.domain',
  hostname: 'domain.domain',
  'hostname|port': '<domain.domain',
  'onion-address': 'domain.domain',
  url: 'http.url',
  uri: 'http.url',
  link: 'http.url',
  'user-agent': 'http.http_user_agent',
  md5: 'file.file_hash',
  sha1: 'file.file_hash',
  sha224: 'file.file_hash',
  sha256: 'file.file_hash',
  sha384: 'file.file_hash',
  sha512: 'file.file_hash',
  'sha512/224': 'file.file_hash',
  'sha512/256': 'file.file_hash',
  'sha3-224': 'file.file_hash',
  'sha3-256': 'file.file_hash',
  'sha3-384': 'file.file_hash',
  'sha3-512': 'file.file_hash',
  'filename|md5': '<file.file_name >file.file_hash',
  'filename|sha1': '<file.file_name >file.file_hash',
  'filename|sha224': '<file.file_name >file.file_hash',
  'filename|sha256': '<file.file_name >file.file_hash',
  'filename|sha384': '<file.file_name >file.file_hash',
  'filename|sha512': '<file.file_name >file.file_hash',
  'filename|sha512/224': '<file.file_name >file.file_hash',
  'filename|sha512/256': '<file.file_name >file.file_hash',
  'filename|sha3-224': '<file.file_name >file.file_hash',
  'filename|sha3-256': '<file.file_name >file.file_hash',
  'filename|sha3-384': '<file.file_name >file.file_hash',
  'filename|sha3-512': '<file.file_name >file.file_hash',
  'malware-sample': '>file.file_hash',
  'x509-fingerprint-md5': 'file.file_hash',
  'x509-fingerprint-sha1': 'file.file_hash',
  'x509-fingerprint-sha256': 'file.file_hash',
  authentihash: '?file.file_hash',
  imphash: '?file.file_hash',
  ssdeep: '?file.file_hash',
  tlsh: '?file.file_hash',
  pehash: '?file.file_hash',
  vhash: '?file.file_hash',
  'filename|authentihash': '<file.file_name >?file.file_hash',
  'filename|imphash': '<file.file_name >?file.file_hash',
  'filename|ssdeep': '<file.file_name >?file.file_hash',
  'filename|tlsh': '<file.file_name >?file.file_hash',
  'filename|pehash': '<file.file_name >?file.file_hash',
  'filename|vhash': '<file.file_name >?file.file_hash',
  'filename|impfuzzy': '<file.file_name',
  filename: 'file.file_name',
  'email-attachment': 'file.file_name',
  attachment: '?file.file_name',
  email: 'email.src_user',
  'email-src': 'email.src_user',
  'email-reply-to': 'email.src_user',
  'whois-registrant-email': 'email.src_user',
  'dns-soa-email': 'email.src_user',
  'email-subject': 'email.subject',
  'email-dst': '?email.src_user',
  'target-email': '?email.src_user',
  regkey: 'registry.registry_path',
  'regkey|value': '<registry.registry_path >registry.registry_value_text',
  'windows-service-name': 'service.service',
  'windows-service-displayname': 'service.service',
  'target-user': '?user.user',
  'github-username': '?user.user',
  'whois-registrant-name': '?user.user',
};

/** Object to its columns, each with the relations or types that fill it. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  x509: {
    'certificate.certificate_serial': 'serial-number',
    'certificate.certificate_issuer': 'issuer',
    'certificate.certificate_subject': 'subject',
  },
  process: { 'process.process': 'name', 'process.process_file_name': 'image,filename' },
  'registry-key': {
    'registry.registry_path': 'key',
    'registry.registry_value_name': 'name',
    'registry.registry_value_text': 'data',
  },
  'windows-service': {
    'service.service': 'windows-service-name,windows-service-displayname',
    'service.service_file_hash': 'sha256,sha1,md5',
  },
  'user-account': { 'user.user': 'username' },
};

const FEED_NAMES = Object.keys(FEEDS) as FeedName[];

function placesOf({ feed, whole, left, right, optIn }: AttributeRule): string[] {
  return Object.entries({ '': whole, '<': left, '>': right }).flatMap(([mark, target]) =>
    target ? [`${mark}${optIn === undefined ? '' : '?'}${feed}.${target[0]}`] : [],
  );
}

describe('The mapping', () => {
  for (const feed of FEED_NAMES) {
    it(`has for ${feed}_intel the columns that Splunk documents`, () => {
      expect(FEEDS[feed].columns.join()).to.equal(HEADERS[feed]);
    });
  }

  it('has every type where it belongs, and no other', () => {
    const places: Record<string, string[]> = {};
    for (const rule of ATTRIBUTE_RULES)
      for (const type of rule.types) places[type] = [...(places[type] ?? []), ...placesOf(rule)];
    const sorted = Object.entries(places).map(([type, its]) => [type, its.sort().join(' ')]);
    expect(Object.fromEntries(sorted)).to.deep.equal(TYPES);
  });

  it('has every object where it belongs, and no other', () => {
    const objects = OBJECT_RULES.map(({ object, feed, columns }) => [
      object,
      Object.fromEntries(
        columns.map(({ column, from }) => [
          `${feed}.${column}`,
          from.map(({ relation, type }) => relation ?? type).join(),
        ]),
      ),
    ]);
    expect(Object.fromEntries(objects)).to.deep.equal(OBJECTS);
  });

  it('has no type twice for the same column of a feed', () => {
    const all = ATTRIBUTE_RULES.flatMap((rule) =>
      rule.types.flatMap((type) => placesOf(rule).map((place) => `${type} ${place.replace(/[<>?]/g, '')}`)),
    );
    expect(all.filter((one, index) => all.indexOf(one) !== index)).to.deep.equal([]);
  });

  it('names only columns that its feed has as values', () => {
    const named: [FeedName, string][] = [
      ...ATTRIBUTE_RULES.flatMap(({ feed, whole, left, right }) =>
        [whole, left, right].flatMap((target): [FeedName, string][] => (target ? [[feed, target[0]]] : [])),
      ),
      ...OBJECT_RULES.flatMap(({ feed, columns }) =>
        columns.map(({ column }): [FeedName, string] => [feed, column]),
      ),
    ];
    for (const [feed, column] of named) expect(FEEDS[feed].values, feed).to.include(column);
    for (const feed of FEED_NAMES) expect(FEEDS[feed].columns, feed).to.include.members(FEEDS[feed].values);
    const used = (feed: string) => new Set(named.filter(([its]) => its === feed).map(([, column]) => column));
    for (const feed of FEED_NAMES) expect([...used(feed)], feed).to.have.members(FEEDS[feed].values);
  });

  it('takes composites apart only where there are two halves', () => {
    for (const { types, whole, left, right, inOneRow } of ATTRIBUTE_RULES) {
      for (const type of types) {
        const isComposite = type.includes('|') || type === 'malware-sample';
        expect(whole === undefined, type).to.equal(isComposite);
      }
      if (inOneRow === true) expect([left, right]).not.to.include(undefined);
    }
  });

  it('starts no two searches at once', () => {
    const schedules = FEED_NAMES.map((feed) => FEEDS[feed].schedule);
    expect(new Set(schedules).size).to.equal(schedules.length);
    for (const schedule of schedules) expect(schedule).to.match(/^(?:[1-5]?0) [34]$/);
  });

  it('has every opt-in name in the usage of mispintel, which takes it and no other', () => {
    const { include } = mispintel.options;
    const named = [...ATTRIBUTE_RULES, ...OBJECT_RULES].flatMap(({ optIn }) => optIn ?? []);
    const all = [...new Set(named)].sort();
    expect(include.hint.split('|').sort()).to.deep.equal(all);
    expect(include.parse(all.join())).to.deep.equal(all);
    expect(() => include.parse('md5')).to.throw(/opt-in types/);
  });

  it('has opt-in names that are names of MISP', () => {
    for (const { types, optIn } of ATTRIBUTE_RULES)
      if (optIn !== undefined) for (const type of types) expect(type.split('|')).to.include(optIn);
    for (const { object, optIn } of OBJECT_RULES) if (optIn !== undefined) expect(optIn).to.equal(object);
  });
});
