import { ACCOUNTS } from '../accounts.ts';
import { type Call, listOf, type Members, membersOf } from '../call.ts';
import type { Org } from '../store/records.ts';
import type { Reply } from '../replies.ts';
import type { MispStore } from '../store/store.ts';

/** organisations/index: the local ones, by name, unless `scope` is something else. */
export function indexOrganisations({ store, show, named: { scope = 'local' } }: Call): Reply {
  const known = [store.org, store.partner, ...store.events.flatMap(({ org, orgc }) => [org, orgc])];
  const listed = [...new Map(known.map((org) => [org.id, org])).values()].filter(
    ({ local = true }) => scope === 'all' || local === (scope !== 'external'),
  );
  listed.sort((a, b) => (a.name < b.name ? -1 : 1));
  return show(listed.map((org) => ({ Organisation: row(org, store) })));
}

function row({ id, name, uuid, local = true, about }: Org, store: MispStore): Members {
  const side = id === store.partner.id ? 'partner' : 'own';
  const isEmpty = id !== store.org.id && id !== store.partner.id;
  const users = isEmpty ? 0 : ACCOUNTS.filter(({ organisation }) => organisation === side).length;
  return {
    id,
    name,
    date_created: '2026-01-01 00:00:00',
    date_modified: '2026-01-01 00:00:00',
    description: '',
    type: 'CSIRT',
    nationality: '',
    sector: '',
    uuid,
    contacts: null,
    local,
    restricted_to_domain: null,
    landingpage: null,
    user_count: String(users),
    ...about,
  };
}

/** sharing_groups: those that the viewer's organisation is in. */
export function indexSharingGroups({ store, viewer, show }: Call): Reply {
  const mine = [...store.sharingGroups.values()].filter(({ SharingGroupOrg }) =>
    SharingGroupOrg.some(({ org_id }) => org_id === viewer.id),
  );
  return show({
    response: mine.map((group) => ({
      SharingGroup: {
        id: group.id,
        uuid: group.uuid,
        name: group.name,
        description: group['description'],
        releasability: group['releasability'],
        local: group['local'],
        active: group['active'],
        roaming: group['roaming'],
        org_count: String(group.SharingGroupOrg.length),
      },
      Organisation: group['Organisation'],
      SharingGroupOrg: group.SharingGroupOrg.map(({ Organisation, ...member }) => {
        const { id, name, uuid } = membersOf(Organisation);
        return { ...member, Organisation: { name, id, uuid } };
      }),
      SharingGroupServer: listOf(group['SharingGroupServer']),
      editable: false,
      deletable: false,
    })),
  });
}

/** attributes/attributeStatistics/type, or of categories. */
export function attributeStatistics({ args, store, show }: Call): Reply {
  const counts = new Map<string, number>();
  for (const { type, category, deleted } of store.attributes) {
    const of = args[0] === 'category' ? category : type;
    if (!deleted) counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return show(Object.fromEntries(sorted.map(([of, count]) => [of, String(count)])));
}
