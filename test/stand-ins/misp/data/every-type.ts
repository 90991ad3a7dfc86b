import { hash } from '../store/hash.ts';
import type { StoredEvent } from '../store/records.ts';
import { MispStore } from '../store/store.ts';

/** type, value, the feed and column that it goes to, and what it is there (the value when absent). */
type Sample = readonly [type: string, value: string, ...places: (readonly [string, string, string?])[]];

const h = (seed: string, digits: number) => hash(seed, digits);

/** An attribute of every type that a feed takes without being asked, but for those of objects. */
export const SAMPLES: readonly Sample[] = [
  ['ip-src', '203.0.113.5', ['ip', 'ip']],
  ['ip-dst', '2001:db8::44', ['ip', 'ip']],
  ['ip-dst', '203.0.113.64/28', ['ip', 'ip']],
  ['ip-src|port', '203.0.113.6|23', ['ip', 'ip', '203.0.113.6']],
  ['ip-dst|port', '203.0.113.7|443', ['ip', 'ip', '203.0.113.7']],
  [
    'domain|ip',
    'pair.example|203.0.113.8',
    ['ip', 'ip', '203.0.113.8'],
    ['domain', 'domain', 'pair.example'],
  ],
  ['domain', 'evil.example', ['domain', 'domain']],
  ['hostname', 'c2.evil.example', ['domain', 'domain']],
  ['hostname|port', 'cdn.evil.example|8443', ['domain', 'domain', 'cdn.evil.example']],
  ['onion-address', 'nightowlnightowl.onion', ['domain', 'domain']],
  ['url', 'hxxps://Evil[.]example/Gate.php?x=%20', ['http', 'url', 'https://evil.example/Gate.php?x=%20']],
  ['uri', 'http://evil.example/cgi-bin', ['http', 'url']],
  ['link', 'https://evil.example/report', ['http', 'url']],
  ['user-agent', 'Mozilla/5.0 "weird", agent', ['http', 'http_user_agent']],
  ['md5', h('md5', 32), ['file', 'file_hash']],
  ['sha1', h('sha1', 40), ['file', 'file_hash']],
  ['sha224', h('sha224', 56), ['file', 'file_hash']],
  ['sha256', h('sha256', 64), ['file', 'file_hash']],
  ['sha384', h('sha384', 96), ['file', 'file_hash']],
  ['sha512', h('sha512', 128), ['file', 'file_hash']],
  ['sha512/224', h('sha512/224', 56), ['file', 'file_hash']],
  ['sha512/256', h('sha512/256', 64), ['file', 'file_hash']],
  ['sha3-224', h('sha3-224', 56), ['file', 'file_hash']],
  ['sha3-256', h('sha3-256', 64), ['file', 'file_hash']],
  ['sha3-384', h('sha3-384', 96), ['file', 'file_hash']],
  ['sha3-512', h('sha3-512', 128), ['file', 'file_hash']],
  ...(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map((type): Sample => {
    const digest = h(
      `pair ${type}`,
      { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 }[type],
    );
    const name = `${type}-pair.exe`;
    return [
      `filename|${type}`,
      `${name}|${digest}`,
      ['file', 'file_name', name],
      ['file', 'file_hash', digest],
    ];
  }),
  ['malware-sample', `sample.exe|${h('sample', 32)}`, ['file', 'file_hash', h('sample', 32)]],
  ['x509-fingerprint-md5', h('x md5', 32), ['file', 'file_hash']],
  ['x509-fingerprint-sha1', h('x sha1', 40), ['file', 'file_hash']],
  ['x509-fingerprint-sha256', h('x sha256', 64), ['file', 'file_hash']],
  ['filename', 'c1ean.exe', ['file', 'file_name']],
  ['email-attachment', 'Invoice, "final".docm', ['file', 'file_name']],
  ['email', 'both@evil.example', ['email', 'src_user']],
  ['email-src', 'from@evil.example', ['email', 'src_user']],
  ['email-reply-to', 'reply@evil.example', ['email', 'src_user']],
  ['whois-registrant-email', 'owner@evil.example', ['email', 'src_user']],
  ['dns-soa-email', 'dns@evil.example', ['email', 'src_user']],
  ['email-subject', 'Ihr Antrag, "dringend" – ワクチン', ['email', 'subject']],
  ['regkey', 'HKLM\\SOFTWARE\\Evil', ['registry', 'registry_path']],
  [
    'regkey|value',
    'HKCU\\Software\\Evil|evil.exe /s',
    ['registry', 'registry_path', 'HKCU\\Software\\Evil'],
    ['registry', 'registry_value_text', 'evil.exe /s'],
  ],
  ['windows-service-name', 'EvilSvc', ['service', 'service']],
  ['windows-service-displayname', 'Evil Service', ['service', 'service']],
  ['target-user', 'victim', ['user', 'user']],
  ['github-username', 'evil-dev', ['user', 'user']],
  ['whois-registrant-name', 'Evil Owner', ['user', 'user']],
];

/** Types that go nowhere without `include=`. */
export const OPT_IN_SAMPLES: readonly Sample[] = [
  ['authentihash', h('authentihash', 64), ['file', 'file_hash']],
  ['imphash', h('imphash', 32), ['file', 'file_hash']],
  ['pehash', h('pehash', 40), ['file', 'file_hash']],
  ['ssdeep', '96:s4Ud1Lj96tHHlZDrwciQ:sF1LjEtHHlZDrJzrhuy', ['file', 'file_hash']],
  ['tlsh', `T1${h('tlsh', 70).toUpperCase()}`, ['file', 'file_hash']],
  ['vhash', '015056656d155510f8z731z4dz2035z2fz', ['file', 'file_hash']],
  ['attachment', 'notes.pdf', ['file', 'file_name']],
  ['email-dst', 'to@victim.example', ['email', 'src_user']],
  ['target-email', 'boss@victim.example', ['email', 'src_user']],
];

/** Types that Enterprise Security has no place for. */
export const HOMELESS: readonly (readonly [string, string])[] = [
  ['ja3-fingerprint-md5', h('ja3', 32)],
  ['jarm-fingerprint', h('jarm', 62)],
  ['mutex', 'Global\\Evil'],
  ['named pipe', '\\\\.\\pipe\\evil'],
  ['yara', 'rule evil { condition: true }'],
  ['sigma', 'title: Evil'],
  ['AS', '64500'],
  ['mac-address', '00:00:5e:00:53:af'],
  ['port', '48101'],
  ['btc', '1InventedInventedInventedInventedX'],
  ['vulnerability', 'CVE-2026-0001'],
  ['windows-scheduled-task', 'EvilTask'],
];

/** The objects that make rows of their own: relation, type, value. Only one attribute of each is for detection. */
export const OBJECTS = {
  certificate: [
    ['serial-number', 'text', '00c0ffee'],
    ['issuer', 'text', 'CN=Invented CA, O=Invented Trust, OU=Web'],
    ['subject', 'text', 'CN=cdn.evil.example, O=Evil GmbH, OU="Shop, Web"'],
    ['x509-fingerprint-sha1', 'x509-fingerprint-sha1', h('certificate object', 40)],
  ],
  process: [
    ['name', 'text', 'evil.exe'],
    ['image', 'filename', 'C:\\Temp\\evil.exe'],
    ['pid', 'text', '4242'],
  ],
  registry: [
    ['key', 'regkey', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Evil'],
    ['name', 'text', 'ImagePath'],
    ['data', 'text', '%WINDIR%\\evil.exe'],
  ],
  service: [
    ['name', 'windows-service-name', 'EvilObjectSvc'],
    ['sha256', 'sha256', h('service object', 64)],
  ],
  user: [['username', 'text', 'evil-admin']],
} as const;

/** A MISP with one event that has it all. @param now Unix seconds */
export function everyTypeStore(now: number): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Everything', timestamp: now - 3600, tags: ['tlp:green'] });
  for (const [type, value] of [...SAMPLES, ...OPT_IN_SAMPLES, ...HOMELESS])
    store.addAttribute(event, { type, value, category: 'External analysis', comment: `a "${type}"` });
  for (const parts of Object.values(OBJECTS)) addObject(store, event, parts);
  return store;
}

function addObject(
  store: MispStore,
  event: StoredEvent,
  parts: readonly (readonly [string, string, string])[],
): void {
  store.addObject(event, parts, (type) => ({
    category: 'Other',
    to_ids: type !== 'text' || parts.length === 1,
  }));
}
