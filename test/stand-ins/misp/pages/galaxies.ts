import type { StoredAttribute, StoredEvent } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';

type Tagged = Pick<StoredEvent | StoredAttribute, 'id' | 'tags'>;

/** The member `Galaxy` of an event or attribute: the galaxies of its tags, with the clusters that the tags stand for. */
export function galaxiesOf(
  kind: 'event' | 'attribute',
  { id, tags }: Tagged,
  { tags: book }: MispStore,
): Record<string, unknown>[] {
  const galaxies = new Map<unknown, { GalaxyCluster: unknown[] }>();
  for (const tag of tags) {
    const known = book.galaxy(tag);
    if (!known) continue;
    const { galaxy, cluster } = known;
    const found = galaxies.get(galaxy['id']) ?? { ...galaxy, GalaxyCluster: [] };
    found.GalaxyCluster.push({
      ...cluster,
      tag_id: Number(book.get(tag).id),
      [`${kind}_tag_id`]: book.linkId(kind, id, tag),
      local: false,
      relationship_type: false,
    });
    galaxies.set(galaxy['id'], found);
  }
  return [...galaxies.values()];
}

/** Of the relations of a cluster, its organisations and where it is a target, the index of events shows nothing. */
const NOT_IN_INDEX = ['GalaxyClusterRelation', 'Org', 'Orgc', 'TargetingClusterRelation'];

/** The member `GalaxyCluster` of an event in events/index. */
export function clustersOf({ tags }: Tagged, { tags: book }: MispStore): Record<string, unknown>[] {
  return tags.flatMap((tag) => {
    const known = book.galaxy(tag);
    if (!known) return [];
    const { meta, ...cluster } = Object.fromEntries(
      Object.entries(known.cluster).filter(([name]) => !NOT_IN_INDEX.includes(name)),
    );
    return [
      {
        ...cluster,
        Galaxy: known.galaxy,
        meta,
        tag_id: book.get(tag).id,
        local: false,
        relationship_type: '',
      },
    ];
  });
}
