import * as v from 'valibot';
import { MAX_LIST_BYTES, MAX_SMALL_RESPONSE_BYTES } from '../misp/http/bounds.ts';
import type { MispClient } from '../misp/client.ts';
import { MispError } from '../misp/errors.ts';
import { allNames, type FilterNames, filterNames, mergedNames } from '../common/filter-names.ts';
import type { Query } from '../misp/query/query.ts';
import { DESCRIBE_TYPES, DescribeTypes } from '../common/describe-types.ts';
import { OrganisationList, ORGANISATIONS, organisationWarnings } from '../common/organisations.ts';
import { unknownNameWarning } from '../common/unknown-name.ts';
import { modelWarnings, relationWarnings } from './unlisted-names.ts';

/** The list of all types and categories is some 100 kB. */
const maxBytes = MAX_SMALL_RESPONSE_BYTES;

const Tags = v.array(v.object({ Tag: v.object({ name: v.string() }) }));

/**
 * A warning for each name in the filters of queries that MISP does not have. MISP ignores such a name silently: it matches
 * nothing, or excludes nothing. There are no warnings about names that MISP does not list.
 *
 * @param assumedTypes types that are not checked
 */
export async function filterWarnings(
  client: MispClient,
  queries: readonly Query[],
  signal: AbortSignal,
  assumedTypes: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const namesOf = (filter: string) => mergedNames(queries.map((query) => filterNames(query[filter])));
  const warnings = await Promise.all(
    [
      modelWarnings(client, namesOf('decayingModel').included, signal),
      relationWarnings(client, withoutPatterns(allNames(namesOf('object_relation'))), signal),
      typeWarnings(client, namesOf, signal, assumedTypes),
      tagWarnings(client, namesOf('tags'), signal),
      orgWarnings(client, namesOf('org'), signal),
    ].map(withoutMispErrors),
  );
  return warnings.flat();
}

/** No warnings if MISP does not answer: the search itself reports what is wrong, and a key may not list everything. */
async function withoutMispErrors(warnings: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await warnings;
  } catch (error) {
    if (error instanceof MispError) return [];
    throw error;
  }
}

async function typeWarnings(
  client: MispClient,
  namesOf: (filter: string) => FilterNames,
  signal: AbortSignal,
  assumedTypes: ReadonlySet<string>,
): Promise<readonly string[]> {
  const requested = new Set(allNames(namesOf('type')));
  const types = withoutPatterns([...requested]).filter((type) => !assumedTypes.has(type));
  const categories = withoutPatterns(allNames(namesOf('category')));
  if (types.length + categories.length === 0) return [];
  const { body } = await client.call({ method: 'GET', path: DESCRIBE_TYPES, maxBytes }, signal);
  if (!v.is(DescribeTypes, body)) return [];
  const { result } = body;
  // The database ignores the letter case of types.
  const known = new Set(result.types.map((type) => type.toLowerCase()));
  // A name with an underscore, as in names of fields, is requested with a hyphen too.
  const withHyphens = (type: string) => type.replaceAll('_', '-');
  const isKnown = (type: string) =>
    known.has(type.toLowerCase()) ||
    (requested.has(withHyphens(type)) && known.has(withHyphens(type).toLowerCase()));
  const withUnderscores = new Set(types.filter((type) => type.includes('_')).map(withHyphens));
  const unknownTypes = types.filter((type) => !isKnown(type) && !withUnderscores.has(type));
  return [
    ...unknownTypes.flatMap((type) => unknownNameWarning('type', type, result.types) ?? []),
    ...categories.flatMap((one) => unknownNameWarning('category', one, result.categories) ?? []),
  ];
}

async function tagWarnings(
  client: MispClient,
  names: FilterNames,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Tags can be named by id.
  const tags = withoutPatterns(allNames(names)).filter((tag) => !/^\d+$/.test(tag));
  if (tags.length === 0) return [];
  const { body } = await client.call(
    { method: 'POST', path: '/tags/search', body: { tag: tags }, maxBytes },
    signal,
  );
  if (!v.is(Tags, body)) return [];
  const known = body.map(({ Tag }) => Tag.name);
  const wantedTags = new Set(names.included);
  const hasOtherCase = (tag: string) => known.some((one) => one.toLowerCase() === tag.toLowerCase());
  // Excluding a tag that does not exist yet is no mistake, unless it exists in other letter case.
  const reported = tags.filter((tag) => wantedTags.has(tag) || hasOtherCase(tag));
  return reported.flatMap((tag) => unknownNameWarning('tag', tag, known) ?? []);
}

async function orgWarnings(
  client: MispClient,
  names: FilterNames,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (allNames(names).length === 0) return [];
  const { body } = await client.call(
    { method: 'GET', path: ORGANISATIONS, maxBytes: MAX_LIST_BYTES },
    signal,
  );
  return v.is(OrganisationList, body)
    ? organisationWarnings(
        names,
        body.map(({ Organisation }) => Organisation),
      )
    : [];
}

function withoutPatterns(names: readonly string[]): readonly string[] {
  return names.filter((name) => !name.includes('%'));
}
