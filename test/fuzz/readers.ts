import type { Row } from '../../src/protocol/rows.ts';
import { demoStore } from '../stand-ins/misp/data/dataset.ts';
import { NOW } from './server.ts';

/** Who reads what MISP answers, and what it is asked; `fuzz` is the name of the instance. */
export type Reader =
  | { readonly kind: 'search'; readonly search: string; readonly rows?: readonly Row[] }
  | { readonly kind: 'input' | 'validation'; readonly settings: Readonly<Record<string, string>> }
  | {
      readonly kind: 'alert';
      readonly action: string;
      readonly rows: readonly Row[];
      readonly params: Readonly<Record<string, string>>;
    };

/** What stands in `| mispgetioc misp_instance=fuzz …` and so on. */
const GENERATING: Readonly<Record<string, readonly string[]>> = {
  mispgetioc: [
    'last=30d',
    'last=30d output=json include_context=true',
    'timestamp=90d expand_object=true include_decay_score=true warning_list=true',
    'changed=90d include_withdrawn=true to_ids=true',
    'eventid=1,2,3 limit=50 include_deleted=true',
    'last=90d limit=10 page=2',
    String.raw`json_request="{\"last\": \"90d\", \"type\": [\"domain\", \"ip-dst\"]}" add_description=true pipesplit=false`,
  ],
  mispgetevent: [
    'last=90d',
    'last=90d output=json keep_related=true',
    'eventid=1,2,3 getioc=true',
    'timestamp=90d getioc=true expand_object=true attribute_limit=3 include_sightings=true',
    'eventid=1,2 getioc=true output=json',
    'last=90d limit=2',
  ],
  misprest: [
    'target=/servers/getVersion',
    'target=/users/view/me',
    'target=/events/index all_pages=true page_size=3',
    'target=/tags/index all_pages=true page_size=5',
    'target=/warninglists/index',
    String.raw`target=/attributes/restSearch all_pages=true page_size=50 json_request="{\"last\": \"90d\"}"`,
    String.raw`target=/attributes/restSearch method=post all_pages=true json_request="{\"last\": \"90d\"}"`,
    String.raw`target=/sightings/restSearch/event method=post json_request="{\"last\": \"90d\"}"`,
  ],
  mispstatus: [''],
};

const first = demoStore(NOW).attributes[0];
const UUID = first?.uuid ?? '';

const TRANSFORMING: readonly Extract<Reader, { kind: 'search' }>[] = [
  ['mispsearch', 'field=v', [{ v: 'vaccine.example' }, { v: '192.0.2.1' }, { v: ['a|b', 'x%', '%y'] }]],
  ['mispsearch', 'field=v misp_output_mode=json limit=0 page=0', [{ v: first?.value ?? '' }]],
  [
    'mispsearch',
    'field=v include_sightings=true tags="tlp:%" pipesplit=false',
    [{ v: '2001:db8::1' }, { v: '!' }],
  ],
  ['mispfetch', String.raw`misp_http_body="{\"last\": \"90d\"}"`, [{ v: 'x' }]],
  [
    'mispfetch',
    String.raw`misp_restsearch=attributes misp_output_mode=json misp_http_body="{\"last\": \"90d\"}"`,
    [],
  ],
  ['mispfetch', 'getioc=true keep_galaxy=true limit=5', [{ misp_http_body: '{"eventid":["1","2"]}' }]],
  ['mispgetattribute', '', [{ attributeid: '1' }, { attributeid: UUID }, { attributeid: '999999' }]],
  ['mispgetattribute', 'attributeid=1 fields=value,type,Tag prefix=m_', [{ v: 'x' }]],
  ['mispsight', '', [{ misp_attribute_uuid: UUID }, { misp_attribute_uuid: '2' }]],
  [
    'mispsight',
    'by=value field=v type=false_positive',
    [{ v: ['vaccine.example', 'nothing.example'] }, { v: 'a|b' }],
  ],
].map(([command, options, rows]) => ({
  kind: 'search' as const,
  search: `| ${command as string} misp_instance=fuzz ${options as string}`,
  rows: rows as readonly Row[],
}));

const INPUTS: readonly Readonly<Record<string, string>>[] = [
  { start: 'all' },
  { start: '30d', to_ids: 'true', warning_list: 'true' },
  { start: '90d', reconcile_interval: '0', include_events: 'false', tags: 'tlp:%' },
];

const ALERTS: readonly Extract<Reader, { kind: 'alert' }>[] = [
  [
    'misp_alert_create_event',
    { misp_domain: 'a.example', misp_ip_dst: '192.0.2.7', misp_tag: 'tlp:green' },
    { tlp: 'TLP_GREEN', publish_on_creation: '1' },
  ],
  [
    'misp_alert_create_event',
    { misp_domain: ['b.example', 'c.example'], fo_filename: 'x.exe', fo_md5: 'd'.repeat(32) },
    {},
  ],
  [
    'misp_alert_add_attributes',
    { misp_domain: 'd.example', misp_comment: 'c' },
    { eventid: '1', publish_on_update: '1' },
  ],
  ['misp_alert_sighting', { misp_attribute_uuid: UUID, v: 'x' }, {}],
].map(([action, row, params]) => ({
  kind: 'alert' as const,
  action: action as string,
  rows: [row as Row],
  params: { misp_instance: 'fuzz', ...(params as Record<string, string>) },
}));

/** All of them; each has the same chance, whatever its number of variants. */
export const READERS: Readonly<Record<string, readonly Reader[]>> = {
  ...Object.fromEntries(
    Object.entries(GENERATING).map(([command, variants]) => [
      command,
      variants.map((options) => ({ kind: 'search', search: `| ${command} misp_instance=fuzz ${options}` })),
    ]),
  ),
  ...grouped(TRANSFORMING, ({ search }) => search.split(' ')[1] ?? ''),
  mispserved: [
    {
      kind: 'search',
      search: '| mispserved to_ids=true',
      rows: [UUID, 'no uuid'].map((uuid) => ({ misp_instance: 'fuzz', misp_attribute_uuid: uuid })),
    },
  ],
  'the input': INPUTS.map((settings) => ({ kind: 'input', settings })),
  'a new input': INPUTS.map((settings) => ({ kind: 'validation', settings })),
  ...grouped(ALERTS, ({ action }) => action),
};

function grouped<R extends Reader>(
  readers: readonly R[],
  nameOf: (reader: R) => string,
): Record<string, readonly R[]> {
  const groups: Record<string, R[]> = {};
  for (const reader of readers) (groups[nameOf(reader)] ??= []).push(reader);
  return groups;
}
