import type { Call, Members } from '../call.ts';
import { fits, textOf } from '../search/conditions.ts';
import { fold } from '../values/letters.ts';
import type { StoredTag } from '../store/records.ts';
import { json, type Reply } from '../replies.ts';

/**
 * tags/index: all (`limit` and `page` are ignored), or with `searchall` those that have a text in their name; by name,
 * with how often each is used; without what taxonomies and galaxies say of them.
 */
export function indexTags(call: Call): Reply {
  const { tags, events, attributes } = call.store;
  const text = fold(textOf(call.named['searchall'] ?? ''));
  const all = tags
    .all()
    .filter(({ name }) => fold(name).includes(text))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return json({
    Tag: all.map((tag) => ({
      ...tagRow(tag),
      favourite: false,
      count: events.filter((one) => one.tags.includes(tag.name)).length,
      attribute_count: attributes.filter((one) => one.tags.includes(tag.name)).length,
    })),
  });
}

/** tags/search: by name, in any letter case, with `%` for anything. A name with a colon in the path finds nothing. */
export function searchTags(call: Call): Reply {
  const wanted = [call.body['tag'] ?? call.args[0] ?? call.json ?? []].flat().map(textOf);
  const fit = fits(wanted.map(fold));
  const found = call.store.tags.all().filter(({ name }) => fit(fold(name)));
  return call.show(found.map((tag) => ({ Tag: tagRow(tag) })));
}

/** A tag as the database has it. */
export function tagRow({ id, name, colour, numerical_value }: StoredTag): Members {
  return {
    id,
    name,
    colour,
    exportable: true,
    org_id: '0',
    user_id: '0',
    hide_tag: false,
    numerical_value,
    is_galaxy: name.startsWith('misp-galaxy:'),
    is_custom_galaxy: false,
    local_only: false,
  };
}
