import { OPT_IN } from '../../commands/mispintel/options.ts';
import { FILTERS } from '../inputs/fields.ts';
import { instanceOptions, type KnownInstance } from '../model/known-instances.ts';
import type { SettingField } from '../ui/setting-fields.tsx';

/** Where the feeds come from. */
export function sourceFields(instances: readonly KnownInstance[]): readonly SettingField[] {
  return [
    {
      name: 'misp_instance',
      label: 'MISP instances',
      kind: 'choices',
      isRequired: instances.length > 1,
      options: [['*', 'All enabled instances'], ...instanceOptions(instances)],
      help:
        instances.length > 1
          ? 'The instances that the feeds read.'
          : 'Can be left empty: there is only one instance.',
    },
    {
      name: 'changed',
      label: 'Look-back',
      isRequired: true,
      help: 'How far back a scheduled run looks, for example 2d. Two days make up for a missed daily run.',
    },
  ];
}

/** Filters that an input has, too. */
const SHARED = ['to_ids', 'published', 'warning_list', 'category', 'tags', 'not_tags', 'org'];

/** Which indicators the feeds have. */
export const FILTER_FIELDS: readonly SettingField[] = SHARED.flatMap((name) =>
  FILTERS.filter((field) => field.name === name),
);

/** Filters of less common use. */
export const MORE_FIELDS: readonly SettingField[] = [
  {
    name: 'threat_level_id',
    label: 'Threat level',
    kind: 'choice',
    options: [
      ['', 'All'],
      ['1', 'High'],
      ['2', 'Medium'],
      ['3', 'Low'],
      ['4', 'Undefined'],
    ],
  },
  { name: 'exclude_decayed', label: 'Exclude decayed indicators', kind: 'flag' },
  { name: 'include_decay_score', label: 'Use the decay score as weight', kind: 'flag' },
  { name: 'decaying_model', label: 'Decaying model', help: 'The ID of the model in MISP.' },
  { name: 'decay_score_threshold', label: 'Minimum score', help: '0 to 100. Lower scores count as decayed.' },
  {
    name: 'more',
    label: 'Other options',
    kind: 'area',
    help: 'Options of mispgetioc and mispserved without a field here, for example include_sightings=false.',
  },
];

/** How the indicators become rows of the lookups. */
export const MAPPING_FIELDS: readonly SettingField[] = [
  { name: 'allow_private', label: 'Include private and reserved addresses', kind: 'flag' },
  {
    name: 'include',
    label: 'Additional types',
    kind: 'choices',
    options: OPT_IN.map((name) => [name, name] as const),
    help: 'Types that are excluded by default, since few logs have them or they match harmless values.',
  },
  {
    name: 'days',
    label: 'Maximum age',
    isRequired: true,
    help: 'Days without a change or publication in MISP after which an indicator leaves the lookups.',
  },
];
