import { conf, stanza } from '../conf.ts';
import { feedLookup, feedSearch } from '../../intel/feed-names.ts';
import { feeds } from './names.ts';

/**
 * Enterprise Security does not remove rows that a list no longer has. Rows leave by this age only, and each write of the
 * list renews its rows. So the age covers a few runs of a feed.
 */
const MAX_AGE = '-7d';

/** Stanzas of inputs.conf for Enterprise Security. Without it they have no effect. */
export function threatLists(): readonly string[] {
  return feeds.map(([name, { content }]) =>
    stanza(`threatlist://${feedLookup(name)}`, {
      type: 'threatlist',
      url: `lookup://${feedLookup(name)}`,
      description: `MISP: ${content}`,
      // The default for a row without a weight.
      weight: 50,
      is_threatintel: true,
      max_age: MAX_AGE,
      sinkhole: false,
      disabled: true,
    }),
  );
}

/** Generates managed_configurations.conf, which lists the lookups in Content Management of Enterprise Security. */
export function managedConfigurationsConf(): string {
  return conf(
    'src/intel',
    feeds.map(([name, { label, content }]) =>
      stanza(`lookup:${feedLookup(name)}`, {
        endpoint: `/services/data/transforms/lookups/${feedLookup(name)}`,
        label,
        description: `MISP: ${content}. Written by the search ${feedSearch(name)}: its next run overwrites changes.`,
        lookup_type: 'adhoc',
      }),
    ),
  );
}
