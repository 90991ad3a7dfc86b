import { expect } from 'chai';
import { NotIndicatorRowError } from '../../src/intel/rows/indicator.ts';
import { FEEDS, type FeedName } from '../../src/intel/mapping.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';
import type { Row } from '../../src/protocol/rows.ts';
import {
  attributesOf,
  EVENT,
  INSTANCE,
  objectOf,
  OPT_IN,
  PLAIN,
  rowsOf,
  runFeed,
  type RunOptions,
  SHAPES,
  uuidOf,
} from './rows.ts';

const FEED_NAMES = Object.keys(FEEDS) as FeedName[];
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function merged(attributes: readonly Attribute[]): Row[] {
  return rowsOf(attributes, { ...PLAIN, isMerged: true });
}

function without(field: string, rows: readonly Row[]): Row[] {
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== field)));
}

/** A row in short: `-` when it is to go, number of the attribute, part, values. */
function told(feed: FeedName, row: Row): string {
  const id = Number(String(row['misp_attribute_uuid']).slice(-12));
  const values = FEEDS[feed].columns.filter((column) => !['description', 'weight'].includes(column));
  const said = values.flatMap((column) => (row[column] === '' ? [] : [String(row[column])]));
  const gone = row['deleted'] === 'True' ? '-' : '';
  return [`${gone}${id}`, String(row['misp_intel_field']), ...said].join(' ');
}

function tell(feed: FeedName, attributes: readonly Partial<Attribute>[], options: RunOptions = {}): string[] {
  return runFeed(feed, rowsOf(attributesOf(...attributes)), options).rows.map((row) => told(feed, row));
}

const GONE = { deleted: true };
const NOT_TO_IDS = { to_ids: false };

const CERTIFICATE = objectOf('70', [
  ['serial-number', 'text', '00C0FFEE', NOT_TO_IDS],
  ['issuer', 'text', 'CN=Evil CA, O="Evil, Inc.", OU=A, OU=B', NOT_TO_IDS],
  ['subject', 'text', '/C=DE/O=Foo/Bar GmbH/CN=x', NOT_TO_IDS],
  ['x509-fingerprint-sha1', 'x509-fingerprint-sha1', SHA1],
  ['dns_names', 'hostname', 'cert.evil.example', NOT_TO_IDS],
]);

/** Something of everything. What mispgetioc does not keep apart in one row, tags and comments, objects have together. */
const EVERYTHING = attributesOf(
  { type: 'ip-dst', value: '203.0.113.5', Tag: [{ name: 'tlp:green' }] },
  { type: 'ip-src|port', value: '203.0.113.6|443', comment: 'a\nb' },
  { type: 'domain|ip', value: 'pair.example|203.0.113.7' },
  { type: 'ip-dst', value: '10.0.0.1' },
  { type: 'ip-dst', value: 'no address' },
  { type: 'ip-dst', value: '203.0.113.5', to_ids: false },
  { type: 'domain', value: 'Evil[.]example', timestamp: '1700000900' },
  { type: 'domain', value: 'gone.example', deleted: true },
  { type: 'url', value: 'hxxp://evil.example/$a,"b"|c' },
  { type: 'user-agent', value: 'a|b, "c"' },
  { type: 'email-src', value: 'evil@evil.example', Event: { ...EVENT, threat_level_id: '1' } },
  { type: 'email-dst', value: 'victim@evil.example' },
  { type: 'regkey', value: 'HKLM\\Loose' },
  { type: 'regkey|value', value: 'HKLM\\Pair|a|b' },
  { type: 'imphash', value: MD5 },
  { type: 'windows-service-name', value: 'LooseSvc' },
  { type: 'target-user', value: 'victim' },
  ...CERTIFICATE,
  ...objectOf('71', [
    ['name', 'text', 'evil.exe', { category: 'Other' }],
    ['image', 'filename', 'C:\\evil.exe', { category: 'Payload delivery' }],
    ['image', 'filename', 'C:\\other.exe', GONE],
    ['command-line', 'text', 'evil.exe /s', NOT_TO_IDS],
  ]),
  ...objectOf('72', [
    ['key', 'regkey', 'HKLM\\Object'],
    ['name', 'text', 'ImagePath'],
    ['data', 'text', '%WINDIR%\\evil.exe'],
    ['data', 'text', '%TEMP%\\evil.exe'],
  ]),
  ...objectOf('73', [
    ['name', 'windows-service-name', 'EvilSvc'],
    ['display', 'windows-service-displayname', 'Evil Service'],
    ['md5', 'md5', MD5],
    ['sha256', 'sha256', SHA256.toUpperCase()],
  ]),
  ...objectOf('74', [
    ['filename', 'filename|md5', `evil.exe|${MD5}`],
    ['filename', 'malware-sample', `other.exe|${SHA256}`],
    ['filename', 'filename|sha256', `evil.dll|${SHA256}`],
    ['size-in-bytes', 'size-in-bytes', '42'],
    ['domain', 'domain', 'a.example'],
    ['ip', 'ip-dst', '2001:DB8::1'],
  ]).map((one) => ({ ...one, Tag: [{ name: 'tlp:red' }] })),
  ...objectOf('75', [['username', 'text', 'evil-admin']]),
  ...objectOf('76', [['serial-number', 'text', 'only']]),
);

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

describe('A feed', () => {
  describe('has the same rows of the same attributes, however they come:', () => {
    const shaped = SHAPES.map((shape) => ({ shape, rows: rowsOf(EVERYTHING, shape) }));
    for (const feed of FEED_NAMES) {
      for (const fold of [false, true]) {
        it(`${feed}, ${fold ? 'one a value' : 'one an attribute and part'}`, () => {
          const options = { fold, include: OPT_IN };
          for (const { shape, rows } of shaped) {
            // What is only not meant for detection is folded away, unless it is said to be withdrawn.
            const plain = { ...PLAIN, saysWithdrawn: shape.saysWithdrawn };
            const expected = runFeed(feed, rowsOf(EVERYTHING, plain), options);
            expect(expected.rows).not.to.be.empty;
            for (const chunkRows of [1, 7, Infinity]) {
              const result = runFeed(feed, rows, { ...options, chunkRows });
              const what = `${JSON.stringify(shape)}, ${chunkRows} in a chunk`;
              expect(sorted(result.rows), what).to.deep.equal(sorted(expected.rows));
              expect(result.messages, what).to.deep.equal(expected.messages);
            }
          }
        });
      }
    }
  });

  it('has in a row what Enterprise Security and the search that keeps track want', () => {
    const attributes = attributesOf({
      type: 'domain',
      value: 'Evil.example',
      comment: 'seen\ntwice',
      timestamp: '1700000700',
      Tag: [{ name: 'TLP:RED' }],
    });
    expect(runFeed('domain', rowsOf(attributes)).rows).to.deep.equal([
      {
        description: 'Phishing | Network activity | seen twice | MISP event 34',
        domain: 'evil.example',
        weight: '100',
        misp_intel_field: 'domain',
        misp_intel_value: 'domain=evil.example',
        misp_attribute_uuid: uuidOf(1),
        misp_instance: INSTANCE,
        misp_timestamp: '1700000700',
        misp_seen: '1700000700',
        deleted: 'False',
      },
    ]);
  });

  it('was seen when its event was published, where that is later', () => {
    const [row] = runFeed('domain', rowsOf(attributesOf({}))).rows;
    expect(row).to.include({ misp_timestamp: '1700000000', misp_seen: EVENT.publish_timestamp });
  });

  describe('of loose attributes', () => {
    for (const [what, feed, attributes, rows] of [
      [
        'both halves of domain|ip where they belong',
        'ip',
        [{ type: 'domain|ip', value: 'a.example|203.0.113.5' }],
        ['1 ip 203.0.113.5'],
      ],
      [
        'the left half',
        'domain',
        [{ type: 'domain|ip', value: 'a.example|203.0.113.5' }],
        ['1 domain a.example'],
      ],
      [
        'name and hash of a file apart',
        'file',
        [{ type: 'filename|md5', value: `evil.exe|${MD5.toUpperCase()}` }],
        [`1 file_hash ${MD5}`, '1 file_name evil.exe'],
      ],
      [
        'a name without its hash that does not fit, which is to go',
        'file',
        [{ type: 'filename|md5', value: 'evil.exe|x' }],
        ['-1 file_hash', '1 file_name evil.exe'],
      ],
      [
        'a name of a pair that has no second half',
        'file',
        [{ type: 'filename|sha1', value: 'evil.exe' }],
        ['-1 file_hash', '1 file_name evil.exe'],
      ],
      [
        'the hash of a sample',
        'file',
        [{ type: 'malware-sample', value: `a.exe|${MD5}` }],
        [`1 file_hash ${MD5}`],
      ],
      ['nothing of other types', 'file', [{ type: 'domain' }, { type: 'mutex', value: 'x' }], []],
      ['nothing of a type without a name', 'file', [{ type: '', value: '' }], []],
      ['a value that has a bar', 'http', [{ type: 'user-agent', value: 'a|b' }], ['1 http_user_agent a|b']],
      [
        'a registry key alone',
        'registry',
        [{ type: 'regkey', value: 'HKLM\\Evil' }],
        ['1 registry_path HKLM\\Evil'],
      ],
      [
        'a registry key with its value in one row',
        'registry',
        [{ type: 'regkey|value', value: 'HKLM\\Evil|evil.exe | more' }],
        ['1 registry_path HKLM\\Evil evil.exe | more'],
      ],
      [
        'a registry key whose value says nothing',
        'registry',
        [{ type: 'regkey|value', value: 'HKLM\\Evil|-' }],
        ['1 registry_path HKLM\\Evil'],
      ],
      [
        'no registry value without its key',
        'registry',
        [{ type: 'regkey|value', value: '|evil.exe' }],
        ['-1 registry_path'],
      ],
      ['a service', 'service', [{ type: 'windows-service-name', value: 'EvilSvc' }], ['1 service EvilSvc']],
      ['no certificate', 'certificate', [{ type: 'x509-fingerprint-sha1', value: SHA1 }], []],
      ['what was deleted, to go', 'domain', [{ value: 'a.example', deleted: true }], ['-1 domain a.example']],
      [
        'what is not for detection, to go',
        'domain',
        [{ value: 'a.example', to_ids: false }],
        ['-1 domain a.example'],
      ],
      ['what does not fit, to go', 'domain', [{ value: 'no domain' }], ['-1 domain']],
      ['private addresses, to go', 'ip', [{ type: 'ip-dst', value: '192.168.0.1' }], ['-1 ip']],
    ] satisfies [string, FeedName, Partial<Attribute>[], string[]][]) {
      it(`has ${what}`, () => {
        expect(tell(feed, attributes)).to.deep.equal(rows);
      });
    }

    it('has private addresses where they are allowed', () => {
      const attributes = [{ type: 'ip-dst', value: '192.168.0.1' }];
      expect(tell('ip', attributes, { allowPrivate: true })).to.deep.equal(['1 ip 192.168.0.1']);
    });

    for (const [type, value, feed, column] of [
      ['imphash', MD5, 'file', 'file_hash'],
      ['authentihash', SHA256, 'file', 'file_hash'],
      ['attachment', 'a.pdf', 'file', 'file_name'],
      ['email-dst', 'a@evil.example', 'email', 'src_user'],
      ['target-email', 'a@evil.example', 'email', 'src_user'],
      ['target-user', 'a', 'user', 'user'],
      ['github-username', 'a', 'user', 'user'],
      ['whois-registrant-name', 'a', 'user', 'user'],
    ] as const) {
      it(`has ${type} to go, until it is asked for by name`, () => {
        const gone = [`-1 ${column} ${value}`];
        expect(tell(feed, [{ type, value }])).to.deep.equal(gone);
        expect(
          tell(feed, [{ type, value }], { include: OPT_IN.filter((one) => one !== type) }),
        ).to.deep.equal(gone);
        expect(tell(feed, [{ type, value }], { include: [type] })).to.deep.equal([`1 ${column} ${value}`]);
      });
    }
  });

  describe('of objects', () => {
    const names = 'CN=Evil CA, O="Evil, Inc.", OU=A, OU=B /C=DE/O=Foo/Bar GmbH/CN=x Evil, Inc. Foo/Bar GmbH';
    function staying(feed: FeedName, attributes: readonly Partial<Attribute>[], options: RunOptions = {}) {
      return tell(feed, attributes, options).filter((one) => !one.startsWith('-'));
    }

    for (const [what, feed, attributes, rows] of [
      [
        'a certificate that its fingerprint stands for, with organisations and first units',
        'certificate',
        CERTIFICATE,
        [`4 x509/0 ${names} 00C0FFEE A`],
      ],
      [
        'a certificate of which only the serial number is known',
        'certificate',
        objectOf('7', [['serial-number', 'text', '01']]),
        ['1 x509/0 01'],
      ],
      [
        'no certificate of nothing but a fingerprint',
        'certificate',
        objectOf('7', [['x509-fingerprint-md5', 'x509-fingerprint-md5', MD5]]),
        [],
      ],
      [
        'no certificate of which nothing is for detection',
        'certificate',
        objectOf('7', [['issuer', 'text', 'CN=a', NOT_TO_IDS]]),
        [],
      ],
      [
        'a certificate without the part that was deleted',
        'certificate',
        objectOf('7', [
          ['issuer', 'text', 'CN=a', GONE],
          ['serial-number', 'text', '01'],
        ]),
        ['2 x509/0 01'],
      ],
      [
        'a certificate whose name hides line breaks and blanks',
        'certificate',
        objectOf('7', [['issuer', 'text', 'O=Evil\\0AInc, OU=-']]),
        ['1 x509/0 O=Evil\\0AInc, OU=- Evil Inc'],
      ],
      [
        'each issuer with each subject',
        'certificate',
        objectOf('7', [
          ['issuer', 'text', 'CN=a'],
          ['issuer', 'text', 'CN=b'],
          ['subject', 'text', 'CN=c'],
          ['subject', 'text', 'CN=d'],
          ['subject', 'text', 'CN=c'],
        ]),
        ['1 x509/0 CN=a CN=c', '1 x509/1 CN=a CN=d', '1 x509/2 CN=b CN=c', '1 x509/3 CN=b CN=d'],
      ],
      [
        'a process with its image',
        'process',
        objectOf('7', [
          ['name', 'text', 'evil.exe'],
          ['image', 'filename', 'C:\\evil.exe'],
          ['filename', 'filename', 'C:\\not-this.exe'],
        ]),
        ['1 process/0 evil.exe C:\\evil.exe'],
      ],
      [
        'a process with its file name where there is no image',
        'process',
        objectOf('7', [
          ['filename', 'filename', 'C:\\evil.exe'],
          ['pid', 'text', '42'],
        ]),
        ['1 process/0 C:\\evil.exe'],
      ],
      [
        'nothing of an object that is no process',
        'process',
        objectOf('7', [
          ['name', 'text', 'A vehicle'],
          ['image', 'attachment', 'car.jpg'],
        ]),
        [],
      ],
      [
        'nothing of attributes outside of objects',
        'process',
        [{ object_relation: 'pid', type: 'text', value: '1' }],
        [],
      ],
      [
        'a registry key with name and data',
        'registry',
        objectOf('7', [
          ['data', 'text', 'evil.exe'],
          ['key', 'regkey', 'HKLM\\Evil'],
          ['name', 'text', 'ImagePath'],
        ]),
        ['1 registry-key/0 HKLM\\Evil ImagePath evil.exe'],
      ],
      [
        'nothing of a registry key that does not say which',
        'registry',
        objectOf('7', [
          ['key', 'regkey', '-'],
          ['name', 'text', 'ImagePath'],
        ]),
        [],
      ],
      [
        'a registry key of another kind of object',
        'registry',
        objectOf('7', [
          ['persistence', 'regkey', 'HKLM\\Evil'],
          ['data', 'text', 'x'],
        ]),
        ['1 registry_path HKLM\\Evil'],
      ],
      [
        'a service by both names, with the strongest hash',
        'service',
        objectOf('7', [
          ['md5', 'md5', MD5],
          ['name', 'windows-service-name', 'EvilSvc'],
          ['display', 'windows-service-displayname', 'Evil Service'],
          ['sha256', 'sha256', SHA256],
        ]),
        [`1 windows-service/0 EvilSvc ${SHA256}`, `1 windows-service/1 Evil Service ${SHA256}`],
      ],
      [
        'a service without a hash that does not fit',
        'service',
        objectOf('7', [
          ['name', 'windows-service-name', 'EvilSvc'],
          ['sha1', 'sha1', 'x'],
        ]),
        ['1 windows-service/0 EvilSvc'],
      ],
      ['no user that nobody asked for', 'user', objectOf('7', [['username', 'text', 'admin']]), []],
    ] satisfies [string, FeedName, readonly Partial<Attribute>[], string[]][]) {
      it(`has ${what}`, () => {
        expect(staying(feed, attributes)).to.deep.equal(rows);
      });
    }

    it('has users that were asked for', () => {
      const account = objectOf('7', [
        ['username', 'text', 'admin'],
        ['username', 'text', 'Admin'],
        ['account-type', 'text', 'unix'],
      ]);
      const include = ['user-account'];
      expect(staying('user', account, { include })).to.deep.equal([
        '1 user-account/0 admin',
        '1 user-account/1 Admin',
      ]);
      expect(staying('user', account, { include, fold: true })).to.deep.equal(['1 user-account/0 admin']);
    });

    for (const relation of ['format', 'notification', 'origin']) {
      it(`takes no credential for a user account, which has a user name too: ${relation}`, () => {
        const credential = objectOf('7', [
          ['username', 'text', 'admin'],
          [relation, 'text', 'clear-text'],
        ]);
        expect(staying('user', credential, { include: ['user-account'] })).to.deep.equal([]);
      });
    }

    it('has its attributes that make no row of an object as loose ones', () => {
      const object = objectOf('7', [
        ['domain', 'domain', 'a.example'],
        ['ip', 'ip-dst', '203.0.113.5'],
      ]);
      expect(tell('domain', object)).to.deep.equal(['1 domain a.example']);
      expect(tell('ip', object)).to.deep.equal(['2 ip 203.0.113.5']);
    });

    it('has weight, description and time of all of an object', () => {
      const object = objectOf('7', [
        ['pid', 'text', '42', { category: 'Other', Tag: [{ name: 'tlp:red' }], timestamp: '1700009000' }],
        ['name', 'text', 'evil.exe', { category: 'Payload delivery', comment: 'a' }],
        ['image', 'filename', 'evil.exe', { category: 'Other', comment: 'b' }],
      ]);
      for (const rows of [rowsOf(attributesOf(...object)), merged(attributesOf(...object))]) {
        const [row] = runFeed('process', rows, { fold: true }).rows;
        expect(row).to.include({
          misp_attribute_uuid: uuidOf(2),
          description: 'Phishing | Other, Payload delivery | a, b | MISP event 34',
          weight: '100',
          misp_timestamp: '1700009000',
          misp_seen: '1700009000',
        });
      }
    });

    it('has no more than a hundred rows of one, and says how many it left out', () => {
      const object = objectOf('7', [
        ...Array.from({ length: 30 }, (_none, index) => ['issuer', 'text', `CN=i${index}`] as const),
        ...Array.from({ length: 40 }, (_none, index) => ['subject', 'text', `CN=s${index}`] as const),
        ...Array.from({ length: 500 }, (_none, index) => ['serial-number', 'text', `0${index}`] as const),
      ]);
      const { rows, messages } = runFeed('certificate', rowsOf(attributesOf(...object)), { fold: true });
      expect(rows).to.have.length(100);
      expect(messages).to.deep.equal([
        [
          'INFO',
          'certificate_intel skipped values that do not fit: too many combinations in one object (599900).',
        ],
      ]);
    });
  });

  /** What a state has after runs, by the way its searches keep it: the newest row of an attribute's part. */
  function kept(feed: FeedName, ...runs: readonly (readonly Partial<Attribute>[])[]): string[] {
    const state = new Map<string, Row>();
    for (const attributes of runs) {
      for (const row of runFeed(feed, rowsOf(attributesOf(...attributes))).rows) {
        state.set([row['misp_instance'], row['misp_attribute_uuid'], row['misp_intel_field']].join(), row);
      }
    }
    return [...state.values()].map((row) => told(feed, row)).filter((one) => !one.startsWith('-'));
  }

  describe('that keeps track', () => {
    const service = (...parts: readonly [string, Partial<Attribute>?][]) =>
      objectOf(
        '7',
        parts.map(([value, more = {}]) => ['name', 'windows-service-name', value, more] as const),
      );
    for (const [what, feed, before, after, rows] of [
      ['lets go of a deleted value', 'domain', [{}], [GONE], []],
      ['lets go of what is not for detection any more', 'domain', [{}], [NOT_TO_IDS], []],
      [
        'has an edited value in its new form',
        'domain',
        [{}],
        [{ value: 'b.example' }],
        ['1 domain b.example'],
      ],
      ['lets go of what was edited so that it does not fit', 'domain', [{}], [{ value: '?' }], []],
      [
        'lets go of half a composite',
        'file',
        [{ type: 'filename|md5', value: `a.exe|${MD5}` }],
        [{ type: 'filename|md5', value: `|${MD5}` }],
        [`1 file_hash ${MD5}`],
      ],
      ['has again what was restored', 'domain', [GONE], [{}], ['1 domain evil.example']],
      [
        'names an object after another attribute when the first is gone',
        'service',
        service(['A'], ['B']),
        service(['A', GONE], ['B']),
        ['2 windows-service/0 B'],
      ],
      [
        'names an object after its first attribute again',
        'service',
        service(['A', GONE], ['B']),
        service(['A'], ['B']),
        ['1 windows-service/0 A', '1 windows-service/1 B'],
      ],
      [
        'lets go of the rows of an object that has fewer values',
        'service',
        service(['A'], ['B'], ['C']),
        service(['A'], ['B', GONE], ['C', GONE]),
        ['1 windows-service/0 A'],
      ],
      [
        'lets go of the rows of an object whose values became the same',
        'service',
        service(['A'], ['B']),
        service(['A'], ['A']),
        ['1 windows-service/0 A'],
      ],
      [
        'has an object without what is not for detection any more',
        'service',
        service(['A'], ['B']),
        service(['A', NOT_TO_IDS], ['B', NOT_TO_IDS]),
        [],
      ],
      ['lets go of an object', 'service', service(['A'], ['B']), service(['A', GONE], ['B', GONE]), []],
      [
        'has an object that its fingerprint stands for without its serial number',
        'certificate',
        CERTIFICATE,
        CERTIFICATE.map((one, index) => (index === 0 ? { ...one, deleted: true } : one)).slice(0, 4),
        [
          '4 x509/0 CN=Evil CA, O="Evil, Inc.", OU=A, OU=B /C=DE/O=Foo/Bar GmbH/CN=x Evil, Inc. Foo/Bar GmbH A',
        ],
      ],
    ] satisfies [
      string,
      FeedName,
      readonly Partial<Attribute>[],
      readonly Partial<Attribute>[],
      string[],
    ][]) {
      it(what, () => {
        expect(kept(feed, before, after)).to.deep.equal(rows);
        expect(kept(feed, before, after, after)).to.deep.equal(rows);
        expect(kept(feed, after, before)).to.deep.equal(kept(feed, before));
      });
    }

    it('keeps the same value of two attributes apart', () => {
      expect(kept('domain', [{}, {}])).to.deep.equal(['1 domain evil.example', '2 domain evil.example']);
    });

    it('keeps the same attribute of two instances apart', () => {
      const rows = ['one', 'two'].flatMap((name) => rowsOf(attributesOf({}), PLAIN, name));
      expect(runFeed('domain', rows).rows.map((row) => row['misp_instance'])).to.deep.equal(['one', 'two']);
    });

    it('keeps objects of two instances apart that have the same number', () => {
      const object = attributesOf(...service(['A']));
      const rows = ['one', 'two'].flatMap((name) => rowsOf(object, PLAIN, name));
      expect(runFeed('service', rows).rows.map((row) => row['misp_instance'])).to.deep.equal(['one', 'two']);
    });
  });

  describe('that is folded', () => {
    const green = { Tag: [{ name: 'tlp:green' }] };
    const red = { Tag: [{ name: 'tlp:red' }] };
    for (const [what, attributes, row] of [
      ['the first of equals', [{}, {}], '1 50 False'],
      ['the heaviest', [green, red, {}], '2 100 False'],
      ['the newest of equal weight', [{}, { timestamp: '1800000000' }, {}], '2 50 False'],
      ['the heavier before the newer', [red, { timestamp: '1800000000' }], '1 100 False'],
      ['a live one before a heavier one that was withdrawn', [{ ...red, ...GONE }, green], '2 40 False'],
      ['the same whatever comes first', [green, { ...red, ...GONE }], '1 40 False'],
      ['a withdrawn one, marked as such, where there is no other', [{ ...red, ...GONE }], '1 100 True'],
      [
        'one for all letter cases',
        [{ value: 'EVIL.example' }, { value: 'evil.Example', ...red }],
        '2 100 False',
      ],
    ] satisfies [string, readonly Partial<Attribute>[], string][]) {
      it(`has of a value ${what}`, () => {
        for (const chunkRows of [1, 2, Infinity]) {
          const { rows } = runFeed('domain', rowsOf(attributesOf(...attributes)), { fold: true, chunkRows });
          const short = rows.map(
            (one) =>
              `${Number(String(one['misp_attribute_uuid']).slice(-12))} ${String(one['weight'])} ${String(one['deleted'])}`,
          );
          expect(short).to.deep.equal([row]);
        }
      });
    }

    it('has nothing of what is only not meant for detection, or not asked for', () => {
      const attributes = attributesOf({ value: 'a.example', to_ids: false });
      const unsaid = rowsOf(attributes, { ...PLAIN, saysWithdrawn: false });
      expect(runFeed('domain', unsaid, { fold: true }).rows).to.deep.equal([]);
      expect(tell('file', [{ type: 'imphash', value: MD5 }], { fold: true })).to.deep.equal([]);
    });

    it('tells values apart by their columns', () => {
      const attributes = [
        { type: 'filename', value: 'Evil.exe' },
        { type: 'email-attachment', value: 'evil.EXE' },
        { type: 'filename|md5', value: `evil.exe|${MD5}` },
      ];
      expect(tell('file', attributes, { fold: true })).to.deep.equal([
        '1 file_name Evil.exe',
        `3 file_hash ${MD5}`,
      ]);
    });

    it('has no rows of what does not fit, or has no values', () => {
      expect(tell('domain', [{ value: '?' }], { fold: true })).to.deep.equal([]);
      const object = objectOf('7', [['x509-fingerprint-sha1', 'x509-fingerprint-sha1', SHA1]]);
      expect(tell('certificate', object, { fold: true })).to.deep.equal([]);
    });

    it('gives what it holds when that becomes too much, and says so', () => {
      const [row = {}] = rowsOf(attributesOf({}));
      const fields = ['misp_attribute_uuid', 'misp_type', 'misp_to_ids'].map((name) => [
        name,
        row[name] ?? '',
      ]);
      const many = Array.from({ length: 50_001 }, (_none, index) => ({
        ...(Object.fromEntries(fields) as Row),
        misp_value: `n${index}.example`,
      }));
      const { rows, messages } = runFeed('domain', many, { fold: true });
      expect(rows).to.have.length(50_001);
      expect(messages).to.have.length(1);
      expect(messages[0]).to.match(
        /^WARN,domain_intel has more than 50000 values: some may be duplicates\. Add \| sort/,
      );
    });
  });

  describe('that left something out', () => {
    it('says once how many values, and why', () => {
      const values = ['10.0.0.1', '192.168.1.1', 'x', '0.0.0.0/0', '-', '203.0.113.5'];
      const attributes = attributesOf(...values.map((value) => ({ type: 'ip-dst', value })));
      for (const fold of [false, true]) {
        for (const chunkRows of [1, Infinity]) {
          expect(runFeed('ip', rowsOf(attributes), { fold, chunkRows }).messages).to.deep.equal([
            [
              'INFO',
              'ip_intel skipped values that do not fit: private or reserved addresses (2), no IP address (1), too wide (1), blank (1).',
            ],
          ]);
        }
      }
    });

    for (const [what, feed, attributes] of [
      ['all fit', 'domain', [{}]],
      ['there is nothing', 'domain', []],
      ['there is nothing of its types', 'ip', [{}]],
      ['it was withdrawn anyway', 'domain', [{ value: '?', ...GONE }]],
      ['nobody asked for it', 'email', [{ type: 'email-dst', value: '?' }]],
      [
        'it is of an object that was withdrawn',
        'service',
        objectOf('7', [['n', 'windows-service-name', '?', GONE]]),
      ],
    ] satisfies [string, FeedName, readonly Partial<Attribute>[]][]) {
      it(`says nothing when ${what}`, () => {
        expect(runFeed(feed, rowsOf(attributesOf(...attributes))).messages).to.deep.equal([]);
      });
    }
  });

  describe('takes', () => {
    it('rows of instances that have other prefixes', () => {
      const rows = [
        ...rowsOf(attributesOf({ value: 'a.example' })),
        ...rowsOf(attributesOf({ value: 'b.example' }), { ...PLAIN, prefix: 'x9_' }, 'other'),
        ...rowsOf(attributesOf({ value: 'c.example' })),
      ];
      expect(runFeed('domain', rows).rows.map((row) => [row['domain'], row['misp_instance']])).to.deep.equal([
        ['a.example', INSTANCE],
        ['b.example', 'other'],
        ['c.example', INSTANCE],
      ]);
    });

    it('the instance from the source where there is no field for it', () => {
      const rows = without('misp_instance', rowsOf(attributesOf({})));
      expect(runFeed('domain', rows).rows[0]).to.include({ misp_instance: INSTANCE });
    });

    it('attributes of an object that come far apart', () => {
      const parts = objectOf('7', [
        ['name', 'windows-service-name', 'EvilSvc'],
        ['md5', 'md5', MD5],
      ]);
      const between = Array.from({ length: 50 }, () => ({}));
      const rows = tell('service', [...parts.slice(0, 1), ...between, ...parts.slice(1)], { chunkRows: 3 });
      expect(rows).to.deep.equal([`1 windows-service/0 EvilSvc ${MD5}`, '-52 windows-service/0']);
    });

    it('an object whose first comment is blank', () => {
      const object = objectOf('7', [
        ['pid', 'text', '42'],
        ['name', 'text', 'evil.exe', { comment: 'seen' }],
      ]);
      const [row] = runFeed('process', merged(attributesOf(...object)), { fold: true }).rows;
      expect(row?.['description']).to.equal('Phishing | Network activity | seen | MISP event 34');
    });

    it('no rows at all', () => {
      for (const feed of FEED_NAMES) expect(runFeed(feed, []).rows).to.deep.equal([]);
    });
  });

  describe('refuses', () => {
    const object = attributesOf(
      ...objectOf('7', [
        ['domain', 'domain', 'a.example'],
        ['ip', 'ip-dst', '203.0.113.5'],
      ]),
    );
    const other = /no field …attribute_uuid: this command needs rows of mispgetioc/;
    for (const [what, rows, message] of [
      ['rows of another command', [{ _time: '1', host: 'a' }], other],
      ['rows without any field', [{}], other],
      ['rows of another command after some of mispgetioc', [...rowsOf(object), { host: 'a' }], other],
      [
        'a merged row without what it was merged from',
        without('misp_object_attribute', merged(object)),
        /no misp_object_attribute: keep that field, or use mispgetioc with expand_object=true/,
      ],
      [
        'a merged row in which that was changed',
        merged(object).map((row) => ({ ...row, misp_object_attribute: '{"id": "1", ' })),
        /misp_object_attribute is not as mispgetioc returned it/,
      ],
      [
        'a merged row in which that is something else',
        merged(object).map((row) => ({ ...row, misp_object_attribute: 'null' })),
        /misp_object_attribute is not as mispgetioc returned it/,
      ],
    ] satisfies [string, Row[], RegExp][]) {
      it(what, () => {
        for (const feed of ['domain', 'service'] as const)
          expect(() => runFeed(feed, rows)).to.throw(NotIndicatorRowError, message);
      });
    }
  });
});
