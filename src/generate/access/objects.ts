import { stateLookup } from '../../intel/feed-names.ts';
import { feeds } from '../intel/names.ts';

/** The permissions of an object of the app. metadata/default.meta and the table in docs/security.md are generated from it. */
export interface Access {
  /** A stanza of default.meta. Blank for objects without their own stanza. */
  readonly stanza: string;
  /** Description for the documentation. */
  readonly description: string;
  readonly read: readonly string[];
  /** Whether other apps can use it. */
  readonly isExported: boolean;
  readonly reason: string;
}

export const ADMINISTRATORS = ['admin', 'sc_admin'] as const;
const EVERYBODY = ['*'] as const;

/** Roles that may read keys. */
const KEY_READERS = [...ADMINISTRATORS, 'misp_user'] as const;
/** Roles that may own feeds. */
const SEARCHERS = [...KEY_READERS, 'misp_searcher'] as const;

/** Only administrators may write. Other owners of feeds need further permissions in `local.meta`. */
export const OBJECTS: readonly Access[] = [
  {
    stanza: '',
    description:
      'commands, macros, field extractions, lookups and the collections misp_indicators and misp_match_ignore',
    read: EVERYBODY,
    isExported: true,
    reason:
      'every analyst searches with them, in any app. Every user who may search can read the lookups, whatever the TLP: exclude indicators that are not for everybody with not_tags',
  },
  {
    stanza: 'passwords',
    description: 'API keys and passwords (storage/passwords)',
    read: KEY_READERS,
    isExported: false,
    reason:
      'the capability list_storage_passwords, which other apps also grant, is not enough: the role misp_user is required',
  },
  {
    stanza: 'misp_instances',
    description: 'addresses and settings of the instances',
    read: EVERYBODY,
    isExported: false,
    reason: 'searches read them with the permissions of their users; they contain no secret',
  },
  {
    stanza: 'savedsearches',
    description: 'feeds and the other shipped searches',
    read: EVERYBODY,
    isExported: false,
    reason: 'they run in the app; no other app lists them',
  },
  {
    stanza: 'collections/misp_inputs',
    description: 'state of the inputs (KV store)',
    read: ADMINISTRATORS,
    isExported: false,
    reason: 'only the input reads and writes it, with the permissions of splunkd',
  },
  ...feeds.flatMap(([name]) =>
    (['transforms', 'lookups'] as const).map((kind) => ({
      stanza: `${kind}/${stateLookup(name)}${kind === 'lookups' ? '.csv' : ''}`,
      description: 'state of the feeds (lookups misp_es_*_state)',
      read: SEARCHERS,
      isExported: false,
      reason: 'only the feeds and their reconciliation read and write it',
    })),
  ),
  {
    stanza: 'nav',
    description: 'the menu',
    read: EVERYBODY,
    isExported: false,
    reason: 'it belongs to the app',
  },
  {
    stanza: 'views',
    description: 'pages and dashboards',
    read: EVERYBODY,
    isExported: false,
    reason: 'they show and change only what the permissions of the user allow',
  },
];
