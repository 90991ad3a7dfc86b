import { hash } from '../store/hash.ts';
import {
  type NewAttribute,
  type NewSighting,
  OWN_ORG,
  PARTNER_ORG,
  type StoredEvent,
} from '../store/records.ts';
import { MispStore } from '../store/store.ts';
import { STORIES } from './stories.ts';

const DAY = 86_400;
const NETWORK = 'Network activity';
const DELIVERY = 'Payload delivery';

/** Where a type goes and whether it is for detection; network activity, and it is, when not here. */
const KINDS: Readonly<Record<string, { readonly category: string; readonly to_ids?: false }>> = {
  ...groupOf('Artifacts dropped', [
    'mutex',
    'named pipe',
    'windows-service-name',
    'windows-service-displayname',
  ]),
  ...groupOf('Artifacts dropped', ['windows-scheduled-task'], false),
  ...groupOf('Persistence mechanism', ['regkey', 'regkey|value']),
  ...groupOf('Payload installation', ['yara', 'sigma']),
  ...groupOf('Attribution', ['whois-registrant-email', 'whois-registrant-name', 'dns-soa-email'], false),
  ...groupOf('Targeting data', ['target-user', 'target-email'], false),
  ...groupOf('External analysis', ['link', 'vulnerability', 'attachment'], false),
  ...groupOf('Social network', ['github-username']),
  ...groupOf('Social network', ['github-repository'], false),
  ...groupOf('Financial fraud', ['btc', 'iban']),
  ...groupOf('Other', ['comment', 'text', 'phone-number', 'size-in-bytes', 'port'], false),
  ...groupOf(NETWORK, ['AS', 'mac-address'], false),
  ...groupOf(DELIVERY, [
    'filename',
    'malware-sample',
    'email',
    'email-src',
    'email-dst',
    'email-reply-to',
    'email-subject',
    'email-attachment',
  ]),
  ...groupOf(DELIVERY, [
    'md5',
    'imphash',
    'ssdeep',
    'authentihash',
    'pehash',
    'vhash',
    'tlsh',
    'filename|md5',
    'filename|sha1',
    'filename|sha256',
  ]),
};

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
      org: story.isPartners ? PARTNER_ORG : OWN_ORG,
      ...(story.state === 'draft' && { published: false, publish_timestamp: 0 }),
      ...(story.state === 'private' && { distribution: '0' }),
    });
    for (const [type, value, comment = '', tags = []] of story.indicators) {
      store.addAttribute(event, {
        type,
        value,
        comment,
        tags: [...tags],
        ...kindOf(type),
        ...contentOf(type),
      });
    }
    for (const parts of story.objects ?? []) store.addObject(event, parts, kindOf);
    if (story.word !== undefined) addUsual(store, event, story.word, index);
  });
  return store;
}

/** What every campaign has. */
function addUsual(store: MispStore, event: StoredEvent, word: string, index: number): void {
  const net = index * 12 + 1;
  const add = (type: string, value: string, more: Partial<NewAttribute> = {}) =>
    store.addAttribute(event, { type, value, ...kindOf(type), ...more });
  for (const host of [0, 1, 2])
    add('ip-dst', `198.51.100.${net + host}`, { comment: 'command server', ...seenFor(event, 20 - host) });
  add('ip-dst|port', `198.51.100.${net + 3}|8443`);
  add('domain', `${word}.example`, { sightings: sightingsOf(event) });
  add('domain', `login-${word}.example`, { tags: ['misp:confidence-level="fairly-confident"'] });
  add('hostname', `c2.${word}.example`);
  add('url', `http://${word}.example/gate.php?id=${index}&x=%20`);
  add('url', `https://login-${word}.example/`);
  add('domain|ip', `${word}-pair.example|198.51.100.${net + 4}`);
  add('sha256', hash(`${word} sha256`, 64), { comment: `"${word}" dropper,\npacked` });
  add('sha1', hash(`${word} sha1`, 40));
  add('ip-dst', '192.0.2.53', { comment: 'public resolver', onWarningList: true });
  add('domain', 'search.example', { onWarningList: true, to_ids: false });
  add('domain', `withdrawn-${word}.example`, { deleted: true });
}

function seenFor(event: StoredEvent, days: number): Partial<NewAttribute> {
  const iso = (time: number) => new Date(time * 1000).toISOString().replace(/\.\d+Z/, '.000000+00:00');
  return { first_seen: iso(event.timestamp - days * DAY), last_seen: iso(event.timestamp - 60) };
}

function sightingsOf({ timestamp }: StoredEvent): NewSighting[] {
  return [
    { type: '0', time: timestamp + 60, source: 'splunk', org: OWN_ORG },
    { type: '0', time: timestamp + 600, source: 'proxy', org: PARTNER_ORG },
    { type: '1', time: timestamp + 900, source: 'analyst', org: PARTNER_ORG },
    { type: '2', time: timestamp + 1200, source: '', org: OWN_ORG },
  ];
}

/** A file that says that it is none. */
function contentOf(type: string): Partial<NewAttribute> {
  return type === 'attachment' || type === 'malware-sample'
    ? { data: Buffer.from('invented').toString('base64') }
    : {};
}

function kindOf(type: string): Partial<NewAttribute> {
  return KINDS[type] ?? { category: /sha|fingerprint/.test(type) ? DELIVERY : NETWORK };
}

function groupOf(category: string, types: readonly string[], to_ids?: false): typeof KINDS {
  return Object.fromEntries(types.map((type) => [type, { category, ...(to_ids === false && { to_ids }) }]));
}
