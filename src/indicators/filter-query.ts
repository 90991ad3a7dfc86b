import type { Query } from '../misp/query/query.ts';
import type { Values } from '../protocol/options.ts';
import type { filterOptions } from './filter-options.ts';

/** Values of `filterOptions`, or of some of them, in MISP's words. */
export function filterQuery(values: Partial<Values<typeof filterOptions>>): Query {
  const { category, type, object_relation, tags, not_tags } = values;
  const { to_ids, published, threat_level_id, decaying_model, decay_score_threshold } = values;
  return {
    ...(category && { category: oneOrAny(category) }),
    ...(type && { type: oneOrAny(type.flatMap(withHyphens)) }),
    ...(object_relation && { object_relation: oneOrAny(object_relation) }),
    ...((tags ?? not_tags) && {
      tags: oneOrAny([...(tags ?? []), ...(not_tags ?? []).map((tag) => `!${tag}`)]),
    }),
    // As numbers: MISP takes JSON false for no filter.
    ...(to_ids !== undefined && { to_ids: Number(to_ids) }),
    ...(published !== undefined && { published: Number(published) }),
    ...(threat_level_id !== undefined && { threat_level_id: String(threat_level_id) }),
    ...(decaying_model !== undefined && { decayingModel: String(decaying_model) }),
    ...(decay_score_threshold !== undefined && scoreQuery(decay_score_threshold)),
  };
}

/** Searches written from field names say user_agent where the type is user-agent. No type of MISP's has an underscore. */
function withHyphens(type: string): string[] {
  return type.includes('_') ? [type, type.replaceAll('_', '-')] : [type];
}

/** MISP takes a score of 0 for none given, and the model's own threshold. */
function scoreQuery(threshold: number): Query {
  return threshold === 0 ? { modelOverrides: { threshold: 0 } } : { score: String(threshold) };
}

/** MISP's own form of a list with `!` before what is excluded. A list, since MISP takes a lone "0" for no filter. */
export function oneOrAny(values: readonly string[]): Query {
  const included = values.filter((value) => !value.startsWith('!'));
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  return { ...(included.length > 0 && { OR: included }), ...(excluded.length > 0 && { NOT: excluded }) };
}
