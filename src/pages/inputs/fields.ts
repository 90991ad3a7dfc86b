import { isOn } from '../splunk/flags.ts';
import type { SettingField } from '../ui/setting-fields.tsx';

/** The fields that every instance needs. */
export const ADDRESS: readonly SettingField[] = [
  {
    name: 'misp_url',
    label: 'MISP URL',
    isRequired: true,
    help: 'The full URL, for example https://misp.example.org.',
  },
];

export const CERTIFICATES: readonly SettingField[] = [
  { name: 'misp_verifycert', label: 'Verify the certificate of MISP', kind: 'flag' },
  {
    name: 'misp_ca_path',
    label: 'CA file',
    help: 'A PEM file on the search head. Leave empty to trust public CAs. May start with $SPLUNK_HOME.',
  },
  {
    name: 'client_cert_path',
    label: 'Client certificate',
    help: 'A PEM file with certificate and key, or a PKCS#12 file. Leave empty for none.',
  },
  {
    name: 'client_key_path',
    label: 'Client key',
    help: 'A PEM file with the key, if the file above does not contain it.',
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
    help: 'Leave empty if the proxy needs no login.',
  },
];

export const LIMITS: readonly SettingField[] = [
  {
    name: 'connection_timeout',
    label: 'Connection timeout',
    help: 'Seconds for DNS, connect and TLS handshake (1–300).',
  },
  {
    name: 'read_timeout',
    label: 'Read timeout',
    help: 'Seconds to wait for a response to start, and again to finish (1–3600).',
  },
  {
    name: 'retry_timeout',
    label: 'Retry within',
    help: 'Keep retrying a failed request for this many seconds (0: no retries).',
  },
  { name: 'page_size', label: 'Page size', help: 'Rows per request to MISP (100–5000).' },
  { name: 'prefix', label: 'Field prefix', help: 'Prefix of result field names, for example misp_.' },
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
  {
    name: 'interval',
    label: 'Interval',
    help: 'Seconds (at least 10), or a cron schedule like */10 * * * *.',
  },
];

export const INDEX: SettingField = {
  name: 'index',
  label: 'Index',
  help: '"default" is Splunk\'s default index (usually main). You can also type an index that exists only on the indexers.',
};

export const FIRST_PULL: readonly SettingField[] = [
  {
    name: 'start',
    label: 'First pull',
    help: 'How far back the first run reads: 30d, a date like 2026-01-31, or all.',
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
    kind: 'list',
    placeholder: 'All',
    help: 'Leave empty for all. % is a wildcard; a leading ! excludes.',
  },
  {
    name: 'category',
    label: 'Categories',
    kind: 'list',
    placeholder: 'All',
    help: 'Leave empty for all. A leading ! excludes.',
  },
  {
    name: 'tags',
    label: 'Tags',
    kind: 'list',
    placeholder: 'All',
    help: 'With any of these tags. % is a wildcard.',
  },
  {
    name: 'not_tags',
    label: 'Without tags',
    kind: 'list',
    placeholder: 'None',
    help: 'Excludes what has one of these tags.',
  },
  {
    name: 'org',
    label: 'Organisations',
    kind: 'list',
    placeholder: 'All',
    help: 'Organisations that created the events, by name, ID or UUID. A leading ! excludes.',
  },
  {
    name: 'to_ids',
    label: 'IDS flag (to_ids)',
    kind: 'choice',
    options: yesNoOptions('to_ids only', 'without to_ids'),
  },
  {
    name: 'published',
    label: 'Published',
    kind: 'choice',
    options: yesNoOptions('Published events only', 'Unpublished events only'),
  },
  {
    name: 'warning_list',
    label: 'Warning lists',
    kind: 'choice',
    options: [
      ['false', 'Include warning-list hits'],
      ['true', 'Exclude warning-list hits'],
    ],
  },
];

export const SCOPE: readonly SettingField[] = [
  { name: 'include_events', label: 'Index MISP events too', kind: 'flag' },
  { name: 'include_sightings', label: 'Index sightings too', kind: 'flag' },
  {
    name: 'overlap',
    label: 'Overlap',
    help: 'Seconds by which each run overlaps the previous one.',
  },
  {
    name: 'reconcile_interval',
    label: 'Reconcile every',
    help: 'Interval of the full comparison that finds deletions, in seconds (0: never).',
  },
];
