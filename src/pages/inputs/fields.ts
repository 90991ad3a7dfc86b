import { isOn } from '../splunk/flags.ts';
import type { SettingField } from '../ui/setting-fields.tsx';

/** The fields that every instance needs. */
export const ADDRESS: readonly SettingField[] = [
  {
    name: 'misp_url',
    label: 'MISP URL',
    isRequired: true,
    help: 'https://host[:port][/path]',
  },
];

export const CERTIFICATES: readonly SettingField[] = [
  { name: 'misp_verifycert', label: 'Check the certificate of MISP', kind: 'flag' },
  {
    name: 'misp_ca_path',
    label: 'CA file',
    help: 'PEM file on the search head with the authorities to trust. Empty: the public ones. $SPLUNK_HOME may begin it.',
  },
  {
    name: 'client_cert_path',
    label: 'Client certificate',
    help: 'PEM file with certificate and key, or PKCS#12 file. Empty: none.',
  },
  { name: 'client_key_path', label: 'Client key', help: 'PEM file, when the key is not in the file above.' },
];

const usesProxy = (values: Readonly<Record<string, string>>) => isOn(values['misp_use_proxy']);

export const PROXY: readonly SettingField[] = [
  { name: 'misp_use_proxy', label: 'Reach MISP through a proxy', kind: 'flag' },
  {
    name: 'proxy_type',
    label: 'Proxy type',
    kind: 'choice',
    isShown: usesProxy,
    options: [
      ['http', 'HTTP'],
      ['https', 'HTTPS'],
      ['socks5', 'SOCKS 5'],
      ['socks5h', 'SOCKS 5, names looked up by the proxy'],
    ],
  },
  { name: 'proxy_host', label: 'Proxy host', isRequired: true, isShown: usesProxy },
  { name: 'proxy_port', label: 'Proxy port', isRequired: true, isShown: usesProxy },
  {
    name: 'proxy_username',
    label: 'Proxy user',
    isShown: usesProxy,
    help: 'Empty: the proxy asks for no password.',
  },
];

export const LIMITS: readonly SettingField[] = [
  {
    name: 'connection_timeout',
    label: 'Connection time-out',
    help: 'Seconds for name, connection and TLS.',
  },
  { name: 'read_timeout', label: 'Read time-out', help: 'Seconds until an answer begins, and to its end.' },
  {
    name: 'retry_timeout',
    label: 'Retry within',
    help: 'Seconds in which a failed request is tried again; 0 never.',
  },
  { name: 'page_size', label: 'Page size', help: 'Rows asked of MISP at once, at most 5000.' },
  { name: 'prefix', label: 'Field prefix', help: 'Before the names of fields of searches.' },
];

/** For an input that uses an instance with another name. */
export const INSTANCE_OF_INPUT: readonly SettingField[] = [
  { name: 'misp_instance', label: 'MISP instance', isRequired: true, help: 'The one that this input asks.' },
];

export const SCHEDULE: readonly SettingField[] = [
  { name: 'interval', label: 'Interval', help: 'Seconds, or a cron schedule like */10 * * * *.' },
];

export const FIRST_PULL: readonly SettingField[] = [
  {
    name: 'start',
    label: 'First pull',
    help: 'How far back the first run looks: 30d, a date like 2026-01-31, or all.',
  },
];

const yesNoOptions = (yes: string, no: string) =>
  [
    ['', 'Both'],
    ['true', yes],
    ['false', no],
  ] as const;

export const FILTERS: readonly SettingField[] = [
  { name: 'type', label: 'Types', help: 'Like ip-dst,domain. % is a wildcard, ! before one excludes it.' },
  { name: 'category', label: 'Categories', help: 'Like Network activity. ! excludes.' },
  { name: 'tags', label: 'Tags', help: 'Any of these, like tlp:green. % is a wildcard.' },
  { name: 'not_tags', label: 'Without tags' },
  { name: 'org', label: 'Organisations', help: 'That created the event: names, separated by commas.' },
  {
    name: 'to_ids',
    label: 'For detection (to_ids)',
    kind: 'choice',
    options: yesNoOptions('Only those for detection', 'Only the others'),
  },
  {
    name: 'published',
    label: 'Published',
    kind: 'choice',
    options: yesNoOptions('Only of published events', 'Only of the others'),
  },
  {
    name: 'warning_list',
    label: 'Warning lists',
    kind: 'choice',
    options: [
      ['false', 'Take what is on them too'],
      ['true', 'Leave out what is on them'],
    ],
  },
];

export const SCOPE: readonly SettingField[] = [
  { name: 'include_events', label: 'Index the events too', kind: 'flag' },
  { name: 'include_sightings', label: 'Index sightings too', kind: 'flag' },
  {
    name: 'overlap',
    label: 'Overlap',
    help: 'Seconds that a run looks back behind the one before.',
  },
  {
    name: 'reconcile_interval',
    label: 'Reconcile every',
    help: 'Seconds after which all is compared, to find what was deleted in MISP; 0 never.',
  },
];
