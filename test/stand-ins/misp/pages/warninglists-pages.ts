import { type Call, listOf, type Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { failure, type Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';
import { hitsOf, type Warninglist } from './warninglists.ts';

/** warninglists/index, of all, of the enabled ones, or of those with a text in name or description; the newest first. */
export function indexWarninglists(call: Call): Reply {
  const { value, enabled } = { ...call.body, ...call.named };
  const text = textOf(value ?? '').toLowerCase();
  const found = call.store.warninglists
    .filter(
      (one) =>
        (enabled === undefined || one.enabled === isOn(enabled)) &&
        `${one.name}\n${one.description}`.toLowerCase().includes(text),
    )
    .toSorted((a, b) => Number(b.id) - Number(a.id));
  return call.show({ Warninglists: found.map((one) => ({ Warninglist: row(one) })) });
}

/** warninglists/view/ID, with those entries that the embedded MISP knows. */
export function viewWarninglist(call: Call): Reply {
  const list = call.store.warninglists.find(({ id }) => id === call.args[0]);
  if (!list) return failure(404, 'Invalid Warninglist.', call.path);
  const numbered = (index: number) => String(Number(list.id) * 1000 + index);
  return call.show({
    Warninglist: {
      ...members(list),
      WarninglistEntry: list.entries.map((value, index) => ({
        id: numbered(index),
        value,
        warninglist_id: list.id,
        comment: null,
      })),
      WarninglistType: list.valid_attributes.split(', ').map((type, index) => ({
        id: numbered(index),
        type,
        warninglist_id: list.id,
      })),
    },
  });
}

/** warninglists/checkValue: the lists that have the values, by value; a value that none has is not there. */
export function checkValues(call: Call): Reply {
  const values = [...listOf(call.json), ...[call.body['value'] ?? []].flat()].map(textOf);
  const found = values.flatMap((value) => {
    const hits = hitsOf(call.store, value).map(({ list: { id, name }, matched }) => ({ id, name, matched }));
    return hits.length > 0 ? [[value, hits] as const] : [];
  });
  return call.show(found.length > 0 ? Object.fromEntries(found) : []);
}

function row(list: Warninglist): Members {
  return {
    ...members(list),
    warninglist_entry_count: String(list.count ?? list.entries.length),
    valid_attributes: list.valid_attributes,
  };
}

function members(list: Warninglist): Members {
  return {
    id: list.id,
    name: list.name,
    type: list.type,
    description: list.description,
    version: list.version,
    enabled: list.enabled,
    default: list.default,
    category: list.category,
  };
}
