import { conf, stanza } from '../conf.ts';
import { feeds, lookupOf } from './names.ts';

/** Stanzas of inputs.conf by which Enterprise Security takes the lookups. Without it nothing reads them. */
export function threatLists(): readonly string[] {
  return feeds.map(([name, { holds }]) =>
    stanza(`threatlist://${lookupOf(name)}`, {
      type: 'threatlist',
      url: `lookup://${lookupOf(name)}`,
      description: `MISP: ${holds}`,
      // Rows have weights of their own; this is for one that had none.
      weight: 50,
      is_threatintel: true,
      max_age: '-90d',
      sinkhole: false,
      disabled: true,
    }),
  );
}

/** The lookups in Enterprise Security's Content Management. */
export function managedConfigurationsConf(): string {
  return conf(
    'src/intel',
    feeds.map(([name, { label, holds }]) =>
      stanza(`lookup:${lookupOf(name)}`, {
        endpoint: '/data/transforms/lookups',
        label,
        description: `MISP: ${holds}. Written by the search MISP_ES_${name}_intel: what is edited here is lost at its next run.`,
        lookup_type: 'adhoc',
      }),
    ),
  );
}
