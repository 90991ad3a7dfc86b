import * as v from 'valibot';
import { MAX_SMALL_RESPONSE_BYTES } from '../misp/http/bounds.ts';
import type { MispClient } from '../misp/client.ts';
import { MispError, NotFoundError } from '../misp/errors.ts';
import { isIdOrUuid } from '../misp/query/ids.ts';
import { unknownNameWarning } from '../common/unknown-name.ts';

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

const DescribeTypes = v.object({
  result: v.object({ types: v.array(v.string()), categories: v.array(v.string()) }),
});
const Organisations = v.array(v.object({ Organisation: v.object({ name: v.string() }) }));
const Tags = v.array(v.object({ Tag: v.object({ name: v.string() }) }));

/**
 * A warning for each filter value that MISP does not have. MISP ignores such a value silently: it matches nothing, or
 * excludes nothing. There are no warnings when MISP does not list its names.
 *
 * @param assumedTypes types that are not checked
 */
export async function filterWarnings(
  client: MispClient,
  filters: NamedFilters,
  signal: AbortSignal,
  assumedTypes: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const types = plainNames(filters.type).filter((type) => !assumedTypes.has(type));
  const categories = plainNames(filters.category);
  const tags = plainNames([...(filters.tags ?? []), ...(filters.not_tags ?? [])]).filter(
    (tag) => !/^\d+$/.test(tag),
  );
  // Organisations can be named by id or uuid.
  const orgs = plainNames(filters.org).filter((org) => !isIdOrUuid(org));
  const wantedTags = new Set(plainNames(filters.tags));
  // MISP does not list object relations. Nearly all are in lower case, so only names with capitals are checked.
  const relations = plainNames(filters.object_relation).filter((name) => name !== name.toLowerCase());
  try {
    const [described, found, listed, ...others] = await Promise.all([
      types.length + categories.length > 0
        ? client.call({ method: 'GET', path: '/attributes/describeTypes.json', maxBytes }, signal)
        : undefined,
      tags.length > 0
        ? client.call({ method: 'POST', path: '/tags/search', body: { tag: tags }, maxBytes }, signal)
        : undefined,
      orgs.length > 0
        ? client.call({ method: 'GET', path: '/organisations/index/scope:all', maxBytes }, signal)
        : undefined,
      modelWarning(client, filters.decaying_model, signal),
      ...relations.map((name) => relationWarning(client, name, signal)),
    ]);
    const warnings: (string | undefined)[] = [...others];
    if (described && v.is(DescribeTypes, described.body)) {
      const { result } = described.body;
      // The database ignores the letter case of types. Names of fields have underscores in place of hyphens.
      const known = new Set(result.types.map((type) => type.toLowerCase()));
      const isKnown = (type: string) => known.has(type.toLowerCase().replaceAll('_', '-'));
      warnings.push(
        ...types
          .filter((type) => !isKnown(type))
          .map((type) => unknownNameWarning('type', type, result.types)),
      );
      warnings.push(...categories.map((one) => unknownNameWarning('category', one, result.categories)));
    }
    if (found && v.is(Tags, found.body)) {
      const known = found.body.map(({ Tag }) => Tag.name);
      const hasOtherCase = (tag: string) => known.some((one) => one.toLowerCase() === tag.toLowerCase());
      // Excluding a tag that does not exist yet is no mistake, unless it exists in other letter case.
      const reported = tags.filter((tag) => wantedTags.has(tag) || hasOtherCase(tag));
      warnings.push(...reported.map((tag) => unknownNameWarning('tag', tag, known)));
    }
    if (listed && v.is(Organisations, listed.body)) {
      const known = listed.body.map(({ Organisation }) => Organisation.name);
      // The database ignores the letter case of names.
      const isListed = (org: string) => known.some((one) => one.toLowerCase() === org.toLowerCase());
      warnings.push(
        ...orgs.filter((org) => !isListed(org)).map((org) => unknownNameWarning('organisation', org, known)),
      );
    }
    return warnings.filter((one) => one !== undefined);
  } catch (error) {
    // The search itself reports what is wrong with MISP.
    if (error instanceof MispError) return [];
    throw error;
  }
}

/** MISP treats nothing as decayed if the decaying model does not exist. */
async function modelWarning(
  client: MispClient,
  id: number | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  try {
    await client.call({ method: 'GET', path: `/decayingModel/view/${id}`, maxBytes }, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return `MISP has no decaying model ${id}, or none for this key: nothing counts as decayed.`;
  }
}

async function relationWarning(
  client: MispClient,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const exists = async (relation: string) => {
    const rows = client.attributes(
      { object_relation: { OR: [relation] } },
      { only: { page: 1, size: 1 } },
      signal,
    );
    for await (const page of rows) if (page.length > 0) return true;
    return false;
  };
  const lower = name.toLowerCase();
  if ((await exists(name)) || !(await exists(lower))) return undefined;
  return unknownNameWarning('object relation', name, [lower]);
}

/** The names without a leading `!`, and without patterns. */
function plainNames(values: readonly string[] = []): readonly string[] {
  return values.map((value) => value.replace(/^!/, '')).filter((value) => !value.includes('%'));
}
