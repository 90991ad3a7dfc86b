import { stateLookup } from '../../intel/feed-names.ts';
import { feeds } from '../intel/names.ts';

/** Who may read and write something of the app. Data: metadata/default.meta and the table in docs/security.md come from it. */
export interface Access {
  /** A stanza of default.meta; blank for everything that has none of its own. */
  readonly stanza: string;
  /** In words, for the documentation. */
  readonly what: string;
  readonly read: readonly string[];
  /** Whether other apps see it. */
  readonly isExported: boolean;
  readonly why: string;
}

export const ADMINISTRATORS = ['admin', 'sc_admin'] as const;
const EVERYBODY = ['*'] as const;

/** Who may read keys. */
const KEY_READERS = [...ADMINISTRATORS, 'misp_user'] as const;
/** Who may own feeds. */
const SEARCHERS = [...KEY_READERS, 'misp_searcher'] as const;

/** Only administrators write anything of the app; its feeds' owners need more in `local.meta` when they are none. */
export const OBJECTS: readonly Access[] = [
  {
    stanza: '',
    what: 'commands, macros, field extractions, lookups and the collections misp_indicators and misp_match_ignore',
    read: EVERYBODY,
    isExported: true,
    why: 'every analyst searches with them, in any app. Whoever may search can read what the lookups hold, whatever its TLP: leave out what is not for all, with not_tags',
  },
  {
    stanza: 'passwords',
    what: 'API keys and passwords (storage/passwords)',
    read: KEY_READERS,
    isExported: false,
    why: 'list_storage_passwords, which other apps give too, is not enough: the role misp_user has to be there',
  },
  {
    stanza: 'misp_instances',
    what: 'addresses and settings of the instances',
    read: EVERYBODY,
    isExported: false,
    why: 'searches read them with the rights of their users; they hold no secret',
  },
  {
    stanza: 'savedsearches',
    what: 'feeds and the other shipped searches',
    read: EVERYBODY,
    isExported: false,
    why: 'they run in the app; no other app lists them',
  },
  {
    stanza: 'collections/misp_inputs',
    what: 'what the inputs know (KV store)',
    read: ADMINISTRATORS,
    isExported: false,
    why: 'only the input reads and writes it, as splunkd itself',
  },
  ...feeds.flatMap(([name]) =>
    (['transforms', 'lookups'] as const).map((kind) => ({
      stanza: `${kind}/${stateLookup(name)}${kind === 'lookups' ? '.csv' : ''}`,
      what: 'what the feeds know (lookups misp_es_*_state)',
      read: SEARCHERS,
      isExported: false,
      why: 'only the feeds and their reconciliation read and write it',
    })),
  ),
  { stanza: 'nav', what: 'the menu', read: EVERYBODY, isExported: false, why: 'it is of the app' },
  {
    stanza: 'views',
    what: 'pages and dashboards',
    read: EVERYBODY,
    isExported: false,
    why: 'what they show and do goes by the rights of who looks',
  },
];
