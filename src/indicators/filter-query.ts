import type { Query } from '../misp/query/query.ts';
import type { Values } from '../protocol/options.ts';
import type { filterOptions } from './filter-options.ts';

/** Translates `filterOptions` to a query of MISP. */
export function filterQuery(values: Partial<Values<typeof filterOptions>>): Query {
  const { category, type, object_relation, tags, not_tags, org } = values;
  const { to_ids, published, threat_level_id, decaying_model, decay_score_threshold } = values;
  return {
    ...(category && { category: includeExclude(category) }),
    ...(type && { type: includeExclude(type.flatMap(withHyphens)) }),
    ...(object_relation && { object_relation: includeExclude(object_relation) }),
    ...((tags ?? not_tags) && {
      tags: includeExclude([...(tags ?? []), ...(not_tags ?? []).map((tag) => `!${tag}`)]),
    }),
    ...(org && { org: includeExclude(org) }),
    // Numbers, since MISP treats JSON false as no filter.
    ...(to_ids !== undefined && { to_ids: Number(to_ids) }),
    ...(published !== undefined && { published: Number(published) }),
    ...(threat_level_id !== undefined && { threat_level_id: String(threat_level_id) }),
    ...(decaying_model !== undefined && { decayingModel: String(decaying_model) }),
    ...(decay_score_threshold !== undefined && scoreQuery(decay_score_threshold)),
  };
}

/** Accepts user_agent, as in field names, for user-agent. MISP's types have no underscore. */
function withHyphens(type: string): string[] {
  return type.includes('_') ? [type, type.replaceAll('_', '-')] : [type];
}

/** MISP treats a score of 0 as missing and uses the threshold of the model. */
function scoreQuery(threshold: number): Query {
  return threshold === 0 ? { modelOverrides: { threshold: 0 } } : { score: String(threshold) };
}

/** Translates a list with `!` before excluded values. Always a list, since MISP treats a lone "0" as no filter. */
export function includeExclude(values: readonly string[]): Query {
  const included = values.filter((value) => !value.startsWith('!'));
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  return { ...(included.length > 0 && { OR: included }), ...(excluded.length > 0 && { NOT: excluded }) };
}
