import type { Row } from '../../../src/protocol/rows.ts';
import type { Asked } from './server.ts';

/** What reads from a MISP, and where it does so. */
export interface Reader {
  readonly run:
    | { readonly search: string; readonly input?: readonly Row[] }
    | {
        readonly alert: string;
        readonly params?: Readonly<Record<string, string>>;
        readonly rows: readonly Row[];
      }
    | { readonly settings: Readonly<Record<string, string>> };
  /** Whether a request is the one that the reader is there for; an attack answers those, and a tame MISP the others. */
  readonly isMeant: (asked: Asked) => boolean;
}

const path = (start: string) => (asked: Asked) => asked.path.startsWith(start);
const attributes = path('/attributes/restSearch');
const events = path('/events/restSearch');
const wholeEvents = (asked: Asked) => events(asked) && asked.body['metadata'] !== true;
/** Not the counts of events that are asked for beside a walk, of one event each. */
const eventPages = (asked: Asked) => events(asked) && asked.limit > 1;
const VALUES: readonly Row[] = [{ v: 'known.example' }, { v: 'other.example' }];

export const READERS = {
  mispgetioc: { run: { search: 'mispgetioc misp_instance=evil last=1d' }, isMeant: attributes },
  'mispgetioc limit=100': {
    run: { search: 'mispgetioc misp_instance=evil last=1d limit=100' },
    isMeant: attributes,
  },
  'mispgetioc org': {
    run: { search: 'mispgetioc misp_instance=evil last=1d org=Nobody' },
    isMeant: path('/organisations/index'),
  },
  'mispgetioc json': {
    run: { search: 'mispgetioc misp_instance=evil last=1d output=json' },
    isMeant: attributes,
  },
  mispgetevent: { run: { search: 'mispgetevent misp_instance=evil last=1d' }, isMeant: eventPages },
  'mispgetevent json': {
    run: { search: 'mispgetevent misp_instance=evil last=1d output=json' },
    isMeant: eventPages,
  },
  'mispgetevent getioc': {
    run: { search: 'mispgetevent misp_instance=evil last=1d getioc=true' },
    isMeant: wholeEvents,
  },
  'mispgetevent getioc json': {
    run: { search: 'mispgetevent misp_instance=evil last=1d getioc=true output=json' },
    isMeant: wholeEvents,
  },
  mispsearch: {
    run: { search: 'mispsearch misp_instance=evil field=v', input: VALUES },
    isMeant: attributes,
  },
  'mispfetch events': { run: { search: 'mispfetch misp_instance=evil', input: [{}] }, isMeant: eventPages },
  'mispfetch attributes': {
    run: { search: 'mispfetch misp_instance=evil misp_restsearch=attributes', input: [{}] },
    isMeant: attributes,
  },
  'mispfetch json': {
    run: {
      search: 'mispfetch misp_instance=evil misp_restsearch=attributes misp_output_mode=json',
      input: [{}],
    },
    isMeant: attributes,
  },
  misprest: {
    run: { search: 'misprest misp_instance=evil target=/servers/getVersion' },
    isMeant: path('/servers'),
  },
  'misprest all_pages': {
    run: { search: 'misprest misp_instance=evil target=/events/index all_pages=true' },
    isMeant: path('/events/index'),
  },
  'misprest attributes all_pages': {
    run: { search: 'misprest misp_instance=evil target=/attributes/restSearch/eventid:1 all_pages=true' },
    isMeant: attributes,
  },
  mispgetattribute: {
    run: {
      search: 'mispgetattribute misp_instance=evil',
      input: Array.from({ length: 200 }, (_, index) => ({ attributeid: String(index + 1) })),
    },
    isMeant: path('/attributes/view'),
  },
  mispstatus: { run: { search: 'mispstatus misp_instance=evil' }, isMeant: () => true },
  mispsight: {
    run: { search: 'mispsight misp_instance=evil by=value field=v', input: VALUES },
    isMeant: attributes,
  },
  'mispsight uuid': {
    run: {
      search: 'mispsight misp_instance=evil',
      input: [{ misp_attribute_uuid: '10000000-0000-4000-8000-000000000001' }],
    },
    isMeant: path('/sightings/add'),
  },
  mispserved: {
    run: {
      search: 'mispserved',
      input: [{ misp_instance: 'evil', misp_attribute_uuid: '10000000-0000-4000-8000-000000000001' }],
    },
    isMeant: attributes,
  },
  'input, version': { run: { settings: {} }, isMeant: path('/servers/getVersion') },
  'input, events': { run: { settings: {} }, isMeant: eventPages },
  'input, attributes': { run: { settings: {} }, isMeant: attributes },
  'input, sightings': { run: { settings: {} }, isMeant: path('/sightings/restSearch') },
  'create event': {
    run: { alert: 'misp_alert_create_event', rows: [{ misp_domain: 'a.example' }] },
    isMeant: path('/events/'),
  },
  'add attributes': {
    run: {
      alert: 'misp_alert_add_attributes',
      params: { eventid: '1' },
      rows: [{ misp_domain: 'a.example' }],
    },
    isMeant: path('/events/'),
  },
  'add sightings': {
    run: { alert: 'misp_alert_sighting', rows: [{ domain: 'known.example' }] },
    isMeant: attributes,
  },
} as const satisfies Readonly<Record<string, Reader>>;

export type ReaderName = keyof typeof READERS;

/** Those that need what they read. A list of names is only for warnings. */
export const ALL_READERS = Object.keys(READERS).filter((name) => name !== 'mispgetioc org') as ReaderName[];
