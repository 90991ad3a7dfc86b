import * as v from 'valibot';
import { MAX_LIST_BYTES, MAX_SMALL_RESPONSE_BYTES } from '../misp/http/bounds.ts';
import type { MispClient } from '../misp/client.ts';
import { MispError } from '../misp/errors.ts';
import { DESCRIBE_TYPES, DescribeTypes } from '../common/describe-types.ts';
import { OrganisationList, ORGANISATIONS, organisationWarnings } from '../common/organisations.ts';
import { unknownNameWarning } from '../common/unknown-name.ts';
import { modelWarnings, relationWarnings } from './unlisted-names.ts';

/** Options that filter by names which MISP defines. */
export interface NamedFilters {
  readonly type?: readonly string[] | undefined;
  readonly category?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly not_tags?: readonly string[] | undefined;
  readonly org?: readonly string[] | undefined;
  readonly object_relation?: readonly string[] | undefined;
  readonly decaying_model?: number | undefined;
}

/** The list of all types and categories is some 100 kB. */
const maxBytes = MAX_SMALL_RESPONSE_BYTES;

const Tags = v.array(v.object({ Tag: v.object({ name: v.string() }) }));

/**
 * A warning for each filter value that MISP does not have. MISP ignores such a value silently: it matches nothing, or
 * excludes nothing. There are no warnings about names that MISP does not list.
 *
 * @param assumedTypes types that are not checked
 */
export async function filterWarnings(
  client: MispClient,
  filters: NamedFilters,
  signal: AbortSignal,
  assumedTypes: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const warnings = await Promise.all(
    [
      modelWarnings(client, filters.decaying_model, signal),
      relationWarnings(client, plainNames(filters.object_relation), signal),
      typeWarnings(client, filters, signal, assumedTypes),
      tagWarnings(client, filters, signal),
      orgWarnings(client, filters, signal),
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
  filters: NamedFilters,
  signal: AbortSignal,
  assumedTypes: ReadonlySet<string>,
): Promise<readonly string[]> {
  const types = plainNames(filters.type).filter((type) => !assumedTypes.has(type));
  const categories = plainNames(filters.category);
  if (types.length + categories.length === 0) return [];
  const { body } = await client.call({ method: 'GET', path: DESCRIBE_TYPES, maxBytes }, signal);
  if (!v.is(DescribeTypes, body)) return [];
  const { result } = body;
  // The database ignores the letter case of types. Names of fields have underscores in place of hyphens.
  const known = new Set(result.types.map((type) => type.toLowerCase()));
  const isKnown = (type: string) => known.has(type.toLowerCase().replaceAll('_', '-'));
  const unknownTypes = types.filter((type) => !isKnown(type));
  return [
    ...unknownTypes.flatMap((type) => unknownNameWarning('type', type, result.types) ?? []),
    ...categories.flatMap((one) => unknownNameWarning('category', one, result.categories) ?? []),
  ];
}

async function tagWarnings(
  client: MispClient,
  filters: NamedFilters,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Tags can be named by id.
  const tags = plainNames([...(filters.tags ?? []), ...(filters.not_tags ?? [])]).filter(
    (tag) => !/^\d+$/.test(tag),
  );
  if (tags.length === 0) return [];
  const { body } = await client.call(
    { method: 'POST', path: '/tags/search', body: { tag: tags }, maxBytes },
    signal,
  );
  if (!v.is(Tags, body)) return [];
  const known = body.map(({ Tag }) => Tag.name);
  const wantedTags = new Set(plainNames(filters.tags));
  const hasOtherCase = (tag: string) => known.some((one) => one.toLowerCase() === tag.toLowerCase());
  // Excluding a tag that does not exist yet is no mistake, unless it exists in other letter case.
  const reported = tags.filter((tag) => wantedTags.has(tag) || hasOtherCase(tag));
  return reported.flatMap((tag) => unknownNameWarning('tag', tag, known) ?? []);
}

async function orgWarnings(
  client: MispClient,
  { org = [] }: NamedFilters,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (org.length === 0) return [];
  const { body } = await client.call(
    { method: 'GET', path: ORGANISATIONS, maxBytes: MAX_LIST_BYTES },
    signal,
  );
  return v.is(OrganisationList, body)
    ? organisationWarnings(
        org,
        body.map(({ Organisation }) => Organisation),
      )
    : [];
}

/** The names without a leading `!`, and without patterns. */
function plainNames(values: readonly string[] = []): readonly string[] {
  return values.map((value) => value.replace(/^!/, '')).filter((value) => !value.includes('%'));
}
