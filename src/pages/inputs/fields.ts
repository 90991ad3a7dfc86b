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
    help: 'PEM file on the search head with the CAs to trust. If empty, public CAs are trusted. The path may begin with $SPLUNK_HOME.',
  },
  {
    name: 'client_cert_path',
    label: 'Client certificate',
    help: 'PEM file with certificate and key, or PKCS#12 file. Leave empty for none.',
  },
  {
    name: 'client_key_path',
    label: 'Client key',
    help: 'PEM file with the key, if the file above does not contain it.',
  },
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
      ['socks5h', 'SOCKS 5, with DNS by the proxy'],
    ],
  },
  { name: 'proxy_host', label: 'Proxy host', isRequired: true, isShown: usesProxy },
  { name: 'proxy_port', label: 'Proxy port', isRequired: true, isShown: usesProxy },
  {
    name: 'proxy_username',
    label: 'Proxy user',
    isShown: usesProxy,
    help: 'Leave empty for a proxy without a password.',
  },
];

export const LIMITS: readonly SettingField[] = [
  {
    name: 'connection_timeout',
    label: 'Connection time-out',
    help: 'Seconds for DNS, the connection and TLS.',
  },
  {
    name: 'read_timeout',
    label: 'Read time-out',
    help: 'Seconds to wait for a response, and then for its end.',
  },
  {
    name: 'retry_timeout',
    label: 'Retry within',
    help: 'Seconds during which a failed request is retried; 0 for no retries.',
  },
  { name: 'page_size', label: 'Page size', help: 'Rows in one request to MISP, at most 5000.' },
  { name: 'prefix', label: 'Field prefix', help: 'Prefix of field names in searches.' },
];

/** For an input that uses an instance with another name. */
export const INSTANCE_OF_INPUT: readonly SettingField[] = [
  {
    name: 'misp_instance',
    label: 'MISP instance',
    isRequired: true,
    help: 'The instance that this input reads.',
  },
];

export const SCHEDULE: readonly SettingField[] = [
  { name: 'interval', label: 'Interval', help: 'Seconds, or a cron schedule like */10 * * * *.' },
];

export const FIRST_PULL: readonly SettingField[] = [
  {
    name: 'start',
    label: 'First pull',
    help: 'Start of the first run: 30d, a date like 2026-01-31, or all.',
  },
];

const yesNoOptions = (yes: string, no: string) =>
  [
    ['', 'Both'],
    ['true', yes],
    ['false', no],
  ] as const;

export const FILTERS: readonly SettingField[] = [
  {
    name: 'type',
    label: 'Types',
    help: 'Types like ip-dst,domain; % is a wildcard, ! before one excludes it.',
  },
  {
    name: 'category',
    label: 'Categories',
    help: 'Categories like Network activity; ! before one excludes it.',
  },
  { name: 'tags', label: 'Tags', help: 'With any of these tags, like tlp:green; % is a wildcard.' },
  { name: 'not_tags', label: 'Without tags' },
  {
    name: 'org',
    label: 'Organisations',
    help: 'Organisations that created the event: names or ids, separated by commas.',
  },
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
      ['false', 'Include listed values'],
      ['true', 'Exclude listed values'],
    ],
  },
];

export const SCOPE: readonly SettingField[] = [
  { name: 'include_events', label: 'Index the events too', kind: 'flag' },
  { name: 'include_sightings', label: 'Index sightings too', kind: 'flag' },
  {
    name: 'overlap',
    label: 'Overlap',
    help: 'Seconds by which the time range of a run overlaps with that of the previous run.',
  },
  {
    name: 'reconcile_interval',
    label: 'Reconcile every',
    help: 'Seconds between full comparisons with MISP, which find deletions; 0 for never.',
  },
];
