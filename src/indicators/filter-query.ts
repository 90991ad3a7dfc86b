import type { Query } from '../misp/query.ts';
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
    ...((tags ?? not_tags) && { tags: { ...(tags && { OR: tags }), ...(not_tags && { NOT: not_tags }) } }),
    ...(to_ids !== undefined && { to_ids }),
    ...(published !== undefined && { published }),
    ...(threat_level_id !== undefined && { threat_level_id: String(threat_level_id) }),
    ...(decaying_model !== undefined && { decayingModel: String(decaying_model) }),
    ...(decay_score_threshold !== undefined && { score: String(decay_score_threshold) }),
  };
}

/** Searches written from field names say user_agent where the type is user-agent. No type of MISP's has an underscore. */
function withHyphens(type: string): string[] {
  return type.includes('_') ? [type, type.replaceAll('_', '-')] : [type];
}

/** MISP's own form of a list with `!` before what is excluded. */
export function oneOrAny(values: readonly string[]): unknown {
  const plain = values.filter((value) => !value.startsWith('!'));
  const excluded = values.filter((value) => value.startsWith('!')).map((value) => value.slice(1));
  if (excluded.length > 0) return { ...(plain.length > 0 && { OR: plain }), NOT: excluded };
  return plain.length === 1 ? plain[0] : { OR: plain };
}
