import { distinctTags } from './tags.ts';

/** Taxonomies of which a thing has one tag at most, strictest first. Source: FIRST's TLP 2.0, MISP's taxonomies tlp and PAP. */
const STRICTNESS: Readonly<Record<string, readonly string[]>> = {
  tlp: ['red', 'ex:chr', 'amber+strict', 'amber', 'unclear', 'green', 'clear', 'white'],
  pap: ['red', 'amber', 'green', 'clear', 'white'],
};

/** `tlp` of `TLP:red`; undefined for a tag beside which any other may be. */
export function exclusiveNamespace(tag: string): string | undefined {
  const namespace = tag.split(':')[0]?.toLowerCase() ?? '';
  return tag.includes(':') && Object.hasOwn(STRICTNESS, namespace) ? namespace : undefined;
}

/**
 * The tags of several lists, each once, with one of TLP and one of PAP: of the first list that has one, and there the
 * strictest.
 */
export function joinTags(...lists: readonly (readonly string[])[]): readonly string[] {
  const chosen = new Map<string, string>();
  for (const list of lists) {
    const its = new Map<string, string>();
    for (const tag of list) {
      const namespace = exclusiveNamespace(tag);
      if (namespace === undefined || chosen.has(namespace)) continue;
      const other = its.get(namespace);
      if (other === undefined || rankOf(tag) < rankOf(other)) its.set(namespace, tag);
    }
    for (const [namespace, tag] of its) chosen.set(namespace, tag.toLowerCase());
  }
  return distinctTags(lists.flat()).filter((tag) => {
    const namespace = exclusiveNamespace(tag);
    return namespace === undefined || chosen.get(namespace) === tag.toLowerCase();
  });
}

/** What is in a list and was not taken, since a stricter one of the list was. */
export function outranked(list: readonly string[]): readonly string[] {
  const taken = new Set(joinTags(list).map((tag) => tag.toLowerCase()));
  return distinctTags(list).filter((tag) => !taken.has(tag.toLowerCase()));
}

function rankOf(tag: string): number {
  const [namespace = '', ...rest] = tag.toLowerCase().split(':');
  const rank = STRICTNESS[namespace]?.indexOf(rest.join(':')) ?? -1;
  return rank < 0 ? Infinity : rank;
}
