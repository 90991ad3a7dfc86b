import * as v from 'valibot';
import { unknownNameWarning } from '../../common/unknown-name.ts';
import { quote } from '../../common/quote.ts';
import { splitList } from '../../protocol/lists.ts';
import { COMMAND_SECONDS, oneshot } from '../splunk/search.ts';

/** What MISP has names of, by the setting that filters by them. */
export type Names = Readonly<Record<string, readonly string[]>>;

const Types = v.object({
  result: v.object({ types: v.array(v.string()), categories: v.array(v.string()) }),
});
const Tags = v.object({ Tag: v.array(v.object({ name: v.string() })) });
const Organisations = v.array(v.object({ Organisation: v.object({ name: v.string() }) }));

/** How a setting calls what it filters by. */
const KINDS: Readonly<Record<string, string>> = {
  type: 'type',
  category: 'category',
  tags: 'tag',
  not_tags: 'tag',
  org: 'organisation',
};

/**
 * Loads the types, categories, tags and organisations of a MISP with the permissions of the user. A list that MISP does not
 * give is left out.
 *
 * @param instance name of the MISP instance
 * @throws Error with the message of the command when there is no list at all
 */
export async function loadNames(instance: string): Promise<Names> {
  const lists = await Promise.allSettled([
    call(instance, '/attributes/describeTypes.json').then((body) => {
      const { types, categories } = v.parse(Types, body).result;
      return { type: sorted(types), category: sorted(categories) };
    }),
    call(instance, '/tags/index').then((body) => {
      const tags = sorted(v.parse(Tags, body).Tag.map(({ name }) => name));
      return { tags, not_tags: tags };
    }),
    call(instance, '/organisations/index/scope:all').then((body) => ({
      org: sorted(v.parse(Organisations, body).map(({ Organisation }) => Organisation.name)),
    })),
  ]);
  const found = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []));
  const [failed] = lists.flatMap((list) => (list.status === 'rejected' ? [list.reason as unknown] : []));
  if (found.length === 0) throw failed;
  return Object.assign({}, ...found) as Names;
}

/** What may be wrong with a filter: values that MISP does not list. It may list fewer for this key. */
export function nameWarning(setting: string, value: string, names: Names): string | undefined {
  const known = names[setting];
  if (!known) return undefined;
  const plain = splitList(value)
    .map((one) => one.replace(/^!/, ''))
    // Patterns, and ids of tags and organisations.
    .filter((one) => !one.includes('%') && !/^\d+$/.test(one));
  const warnings = plain.flatMap((one) => unknownNameWarning(KINDS[setting] ?? setting, one, known) ?? []);
  return warnings.length === 0 ? undefined : warnings.join(' ');
}

async function call(instance: string, target: string): Promise<unknown> {
  const search = `| misprest misp_instance=${quote(instance)} target=${quote(target)}`;
  const [row] = await oneshot(search, '-1m', COMMAND_SECONDS);
  return JSON.parse(row?.['_raw'] ?? '');
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}
