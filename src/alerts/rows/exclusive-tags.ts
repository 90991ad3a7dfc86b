import { distinctTags, tagsNotIn } from './tags.ts';

/** Taxonomies with mutually exclusive tags, strictest first. Source: FIRST's TLP 2.0, MISP's taxonomies tlp and PAP. */
const STRICTNESS: Readonly<Record<string, readonly string[]>> = {
  tlp: ['red', 'ex:chr', 'amber+strict', 'amber', 'unclear', 'green', 'clear', 'white'],
  pap: ['red', 'amber', 'green', 'clear', 'white'],
};

/** The namespace of an exclusive tag, like `tlp` for `TLP:red`; undefined for other tags. */
export function exclusiveNamespace(tag: string): string | undefined {
  const namespace = tag.split(':')[0]?.toLowerCase() ?? '';
  return tag.includes(':') && Object.hasOwn(STRICTNESS, namespace) ? namespace : undefined;
}

/**
 * Joins lists of tags without duplicates and with at most one TLP and one PAP tag: the strictest of the first list that
 * has one.
 */
export function joinTags(...lists: readonly (readonly string[])[]): readonly string[] {
  const chosen = new Map<string, string>();
  for (const list of lists) {
    const strictest = new Map<string, string>();
    for (const tag of list) {
      const namespace = exclusiveNamespace(tag);
      if (namespace === undefined || chosen.has(namespace)) continue;
      const other = strictest.get(namespace);
      if (other === undefined || strictnessRank(tag) < strictnessRank(other)) strictest.set(namespace, tag);
    }
    for (const [namespace, tag] of strictest) chosen.set(namespace, tag.toLowerCase());
  }
  return distinctTags(lists.flat()).filter((tag) => {
    const namespace = exclusiveNamespace(tag);
    return namespace === undefined || chosen.get(namespace) === tag.toLowerCase();
  });
}

/** The tags that `joinTags` drops from a list, since a stricter one is in it. */
export function droppedTags(list: readonly string[]): readonly string[] {
  return tagsNotIn(distinctTags(list), joinTags(list));
}

function strictnessRank(tag: string): number {
  const [namespace = '', ...rest] = tag.toLowerCase().split(':');
  const rank = STRICTNESS[namespace]?.indexOf(rest.join(':')) ?? -1;
  return rank < 0 ? Infinity : rank;
}
