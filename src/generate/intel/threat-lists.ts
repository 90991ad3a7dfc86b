import { conf, stanza } from '../conf.ts';
import { feedLookup, feedSearch } from '../../intel/feed-names.ts';
import { feeds } from './names.ts';

/**
 * Enterprise Security takes nothing out that a list no longer has: rows leave by this age alone, and each time that the
 * list is written stamps those that are in it anew. So it must be a few runs of a feed, and no more.
 */
const MAX_AGE = '-7d';

/** Stanzas of inputs.conf by which Enterprise Security takes the lookups. Without it nothing reads them. */
export function threatLists(): readonly string[] {
  return feeds.map(([name, { content }]) =>
    stanza(`threatlist://${feedLookup(name)}`, {
      type: 'threatlist',
      url: `lookup://${feedLookup(name)}`,
      description: `MISP: ${content}`,
      // Rows have weights of their own; this is for one that had none.
      weight: 50,
      is_threatintel: true,
      max_age: MAX_AGE,
      sinkhole: false,
      disabled: true,
    }),
  );
}

/** The lookups in Enterprise Security's Content Management. */
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
