/** Types of attributes by which a server speaks in the name of another, or in ours. `value` stands for the other's name. */
export const TYPES: readonly string[] = [
  ...[
    'instance',
    'host',
    'tag',
    'withdrawn',
    'description',
    'deleted',
    'removed',
    'tlp',
    'attributes',
    'json',
  ],
  ...[
    'event_id',
    'event-id',
    'Event-ID',
    'INSTANCE',
    'Host',
    'attribute-uuid',
    'event-info',
    'object-attribute',
  ],
  ...[
    'object_anything',
    'org-name',
    'orgc-name',
    'galaxy-0-name',
    'related-0-id',
    'sight-t0-count',
    'decay-score',
  ],
  ...['source', 'sourcetype', 'to-ids', 'timestamp', 'publish-timestamp', 'value', 'type', 'comment'],
  ...['instance|host', 'domain|instance', 'host|domain', 'value|value', 'instance|instance', 'event|id'],
  ...['tag|ip', 'deleted|x', 'regkey|value'],
];

/** Types that no MISP has: their rows are left out. */
export const NO_TYPES: readonly string[] = [
  ...[
    '__proto__',
    'instance{}',
    '{}',
    ' instance',
    'a"b',
    'a\nb',
    'misp=instance',
    "o'",
    'a,b',
    '$misp_host$',
  ],
  ...['é', '\u202einstance', 'x'.repeat(101), '|instance', '-', '[0]', 'a;b', 'a:b', 'a\\b'],
];

/** Hosts to which a link to an event must not lead. */
export const HOSTS: readonly string[] = [
  ...['login.evil.example/#', 'login.evil.example/?', 'user@login.evil.example', '127.0.0.1@evil.example'],
  ...['javascript:alert(1)//', '//evil.example', '\\evil.example', 'evil.example%2f', 'evil.example\t', ''],
];
