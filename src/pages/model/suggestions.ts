import * as v from 'valibot';
import { allNames, filterNames } from '../../common/filter-names.ts';
import { DESCRIBE_TYPES, DescribeTypes } from '../../common/describe-types.ts';
import {
  findableNames,
  type Organisation,
  OrganisationList,
  ORGANISATIONS,
  organisationWarnings,
} from '../../common/organisations.ts';
import { unknownNameWarning } from '../../common/unknown-name.ts';
import { quote } from '../../common/quote.ts';
import { splitList } from '../../protocol/lists.ts';
import { COMMAND_SECONDS, oneshot } from '../splunk/search.ts';

/** What MISP has names of. A list that MISP does not give is absent. */
export interface Names {
  /** By the setting that filters by them. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly organisations?: readonly Organisation[] | undefined;
}

const Tags = v.object({ Tag: v.array(v.object({ name: v.string() })) });

/** How a setting calls what it filters by. */
const KINDS: Readonly<Record<string, string>> = {
  type: 'type',
  category: 'category',
  tags: 'tag',
  not_tags: 'tag',
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
    call(instance, DESCRIBE_TYPES).then((body) => {
      const { types, categories } = v.parse(DescribeTypes, body).result;
      return { lists: { type: sorted(types), category: sorted(categories) } };
    }),
    call(instance, '/tags/index').then((body) => {
      const tags = sorted(v.parse(Tags, body).Tag.map(({ name }) => name));
      return { lists: { tags, not_tags: tags } };
    }),
    call(instance, ORGANISATIONS).then((body) => {
      const organisations = v.parse(OrganisationList, body).map(({ Organisation }) => Organisation);
      return { lists: { org: sorted(findableNames(organisations)) }, organisations };
    }),
  ]);
  const found = lists.flatMap((list): readonly Names[] => (list.status === 'fulfilled' ? [list.value] : []));
  const [failed] = lists.flatMap((list) => (list.status === 'rejected' ? [list.reason as unknown] : []));
  if (found.length === 0) throw failed;
  return {
    lists: Object.assign({}, ...found.map((one) => one.lists)) as Names['lists'],
    organisations: found.find((one) => one.organisations !== undefined)?.organisations,
  };
}

/** What may be wrong with a filter: values that MISP does not list. It may list fewer for this key. */
export function nameWarning(setting: string, value: string, names: Names): string | undefined {
  const warnings =
    setting === 'org'
      ? names.organisations && organisationWarnings(filterNames(splitList(value)), names.organisations)
      : unknownNames(setting, value, names.lists[setting]);
  return warnings === undefined || warnings.length === 0 ? undefined : warnings.join(' ');
}

function unknownNames(
  setting: string,
  value: string,
  known: readonly string[] | undefined,
): readonly string[] | undefined {
  const plain = allNames(filterNames(splitList(value)))
    // Patterns, and ids of tags.
    .filter((one) => !one.includes('%') && !/^\d+$/.test(one));
  return known && plain.flatMap((one) => unknownNameWarning(KINDS[setting] ?? setting, one, known) ?? []);
}

async function call(instance: string, target: string): Promise<unknown> {
  const search = `| misprest misp_instance=${quote(instance)} target=${quote(target)}`;
  const [row] = await oneshot(search, '-1m', COMMAND_SECONDS);
  return JSON.parse(row?.['_raw'] ?? '');
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}
