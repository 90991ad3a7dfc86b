import { MispStore, type NewAttribute, type Org, OWN_ORG, type StoredEvent, uuidOf } from './store.ts';

const PARTNER: Org = { id: '2', uuid: uuidOf('org 2'), name: 'Partner-CERT' };
const DAY = 86_400;

interface Story {
  readonly info: string;
  /** Days before now. */
  readonly age: number;
  readonly tags: readonly string[];
  readonly threat: string;
  /** A word that its names are made of. */
  readonly word: string;
  readonly malware: string;
}

/** Invented throughout: names under .example, addresses reserved for documentation. */
const STORIES: readonly Story[] = [
  { info: 'COVID-19 vaccination phishing against hospitals', age: 0.2, tags: ['tlp:green', 'misp-galaxy:threat-actor="Invented Bear"'], threat: '1', word: 'vaccine', malware: 'dropper' },
  { info: 'Ransomware "NightOwl" affiliate infrastructure', age: 0.4, tags: ['tlp:amber', 'PAP:AMBER'], threat: '1', word: 'nightowl', malware: 'locker' },
  { info: 'Banking trojan with fake parcel notices', age: 0.6, tags: ['tlp:white'], threat: '2', word: 'parcel', malware: 'trojan' },
  { info: 'IoT botnet: scanners and command servers', age: 0.8, tags: ['tlp:clear'], threat: '3', word: 'camnet', malware: 'bot' },
  { info: 'Card skimmers on web shops – Überweisung "neu"', age: 3, tags: ['tlp:green'], threat: '2', word: 'checkout', malware: 'skimmer' },
  { info: 'Espionage against universities, 日本語 decoys', age: 5, tags: ['tlp:red', 'PAP:RED'], threat: '1', word: 'campus', malware: 'implant' },
  { info: 'Tax refund smishing', age: 9, tags: ['tlp:white'], threat: '3', word: 'refund', malware: 'loader' },
  { info: 'Cracked software with stealer', age: 20, tags: ['tlp:green'], threat: '3', word: 'keygen', malware: 'stealer' },
  { info: 'Supply-chain attack on a build tool', age: 45, tags: ['tlp:amber+strict'], threat: '1', word: 'buildtool', malware: 'backdoor' },
  { info: 'Old worm still seen', age: 200, tags: [], threat: '4', word: 'worm', malware: 'worm' },
];

/** Some hundred indicators, the same in every run but for their times. @param now Unix seconds */
export function demoStore(now: number): MispStore {
  const store = new MispStore();
  STORIES.forEach((story, index) => {
    const timestamp = Math.floor(now - story.age * DAY);
    const event = store.addEvent({
      info: story.info,
      timestamp,
      tags: [...story.tags],
      threat_level_id: story.threat,
      org: index % 3 === 2 ? PARTNER : OWN_ORG,
    });
    addNetwork(store, event, story, index);
    addFiles(store, event, story);
    addObjects(store, event, story, index);
    addOthers(store, event, story);
  });
  const draft = store.addEvent({ info: 'Not yet published', timestamp: now - 600, published: false, publish_timestamp: 0 });
  store.addAttribute(draft, { type: 'domain', value: 'draft.example' });
  return store;
}

function addNetwork(store: MispStore, event: StoredEvent, { word, age }: Story, index: number): void {
  const comment = 'command server';
  for (let i = 0; i < 6; i += 1) {
    store.addAttribute(event, { type: 'ip-dst', value: `198.51.100.${index * 20 + i + 1}`, comment, decayScore: Math.max(0, 80 - age) });
    store.addAttribute(event, { type: 'domain', value: `${word}-${i}.example`, tags: i === 0 ? ['misp:confidence-level="usually-confident"'] : [] });
    store.addAttribute(event, { type: 'url', value: `http://${word}-${i}.example/gate.php?id=${i}&x=%20` });
  }
  add(store, event, [
    { type: 'ip-src', value: `203.0.113.${index + 1}`, comment: 'scanner', sightings: sightings(event.timestamp) },
    { type: 'ip-dst', value: '2001:db8::44' },
    { type: 'hostname', value: `cdn.${word}.example` },
    { type: 'domain|ip', value: `${word}-pair.example|198.51.100.${200 + index}` },
    { type: 'ip-dst|port', value: `203.0.113.${100 + index}|8443` },
    { type: 'hostname|port', value: `c2.${word}.example|4433` },
    { type: 'user-agent', value: 'Mozilla/5.0 (Windows NT 10.0) "weird", agent' },
    { type: 'ip-dst', value: '192.0.2.53', comment: 'public resolver', onWarningList: true },
    { type: 'domain', value: 'search.example', onWarningList: true, to_ids: false },
  ]);
}

function sightings(time: number): NewAttribute['sightings'] & object {
  return [
    { type: '0', time: time + 60, source: 'splunk', org: OWN_ORG },
    { type: '0', time: time + 600, source: 'proxy', org: PARTNER },
    { type: '1', time: time + 900, source: 'analyst', org: PARTNER },
  ];
}

function addFiles(store: MispStore, event: StoredEvent, { malware }: Story): void {
  const category = 'Payload delivery';
  add(store, event, [
    { category, type: 'md5', value: hash(`${malware} md5`, 32) },
    { category, type: 'sha1', value: hash(`${malware} sha1`, 40) },
    { category, type: 'sha256', value: hash(`${malware} sha256`, 64), tags: ['tlp:red'] },
    { category, type: 'filename', value: `invoice, "final" ${malware}.pdf.exe` },
    { category, type: 'filename|md5', value: `${malware}.exe|${hash(`${malware} pair`, 32)}` },
    { category, type: 'filename|sha256', value: `${malware}.dll|${hash(`${malware} pair`, 64)}` },
    { category, type: 'email-src', value: `billing@${malware}.example` },
    { category, type: 'email-subject', value: `RE: "Rechnung", ${malware} – 請查收` },
    { category, type: 'email-attachment', value: `${malware}_2026,11.zip` },
  ]);
}

function addObjects(store: MispStore, event: StoredEvent, { word, malware }: Story, index: number): void {
  store.addObject(
    event,
    [
      ['filename', 'filename', `${malware}-setup.exe`],
      ['md5', 'md5', hash(`${malware} object`, 32)],
      ['sha256', 'sha256', hash(`${malware} object`, 64)],
      ['size-in-bytes', 'size-in-bytes', String(40_000 + index)],
    ],
    { category: 'Payload delivery' },
  );
  store.addObject(event, [
    ['domain', 'domain', `${word}-object.example`],
    ['ip', 'ip-dst', `203.0.113.${150 + index}`],
  ]);
}

function addOthers(store: MispStore, event: StoredEvent, { malware }: Story): void {
  add(store, event, [
    { category: 'Persistence mechanism', type: 'regkey', value: `HKLM\\SOFTWARE\\${malware}\\Run` },
    { category: 'Persistence mechanism', type: 'regkey|value', value: `HKCU\\Software\\${malware}|%WINDIR%\\Temp\\${malware}.exe /s "q"` },
    { category: 'Artifacts dropped', type: 'mutex', value: `Global\\${malware}` },
    { category: 'Payload installation', type: 'yara', value: `rule ${malware} {\n  condition: false\n}`, to_ids: false },
    { category: 'Other', type: 'comment', value: `About ${malware}`, to_ids: false },
    { type: 'domain', value: `withdrawn-${malware}.example`, deleted: true },
  ]);
}

function add(store: MispStore, event: StoredEvent, attributes: readonly NewAttribute[]): void {
  for (const attribute of attributes) store.addAttribute(event, attribute);
}

function hash(seed: string, length: number): string {
  return (uuidOf(seed) + uuidOf(`${seed} again`) + uuidOf(`${seed} more`)).replaceAll('-', '').slice(0, length);
}
