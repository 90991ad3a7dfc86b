import type { Random } from './random.ts';
import type { Known } from './universe.ts';

/** An option of mispgetioc, and what it lets through, in plain code. */
export interface Filter {
  readonly option: string;
  /** Filters of the same key cannot stand together. */
  readonly key: string;
  readonly passes: (known: Known) => boolean;
}

/** `%` stands for anything and `_` for one letter, as the database has it. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** What can be given as a tag: `!` negates, `\\` is the database's, and MISP takes a number for a tag's id. */
function isPlainTag(tag: string): boolean {
  return !/^!|\\|^\d+$/.test(tag);
}

/**
 * Filters made of what the attributes have, so that none is empty by chance.
 * @param listed ids of attributes whose values are on a warning list
 */
export function filtersOf(
  pool: readonly Known[],
  random: Random,
  listed: ReadonlySet<string>,
): readonly Filter[] {
  const distinct = (of: (known: Known) => readonly string[]) => [...new Set(pool.flatMap(of))];
  const types = distinct(({ attribute }) => [attribute.type]);
  const categories = distinct(({ attribute }) => [attribute.category]);
  // MISP accepts a blank relation, which no option can name.
  const relations = distinct(({ attribute: { object_relation: relation } }) =>
    relation === null || relation.trim() === '' ? [] : [relation],
  );
  const tags = distinct(({ tags }) => [...tags].filter(isPlainTag));
  const levels = distinct(({ event }) => [event.threat_level_id]).filter((level) => /^[1-4]$/.test(level));
  const simple = (option: string, passes: Filter['passes']): Filter => ({
    option,
    key: option.replace(/=.*$/s, ''),
    passes,
  });
  return [
    ...random.some(types, 4).map((type) => typeFilter([type])),
    typeFilter(random.some(types, 3)),
    typeFilter(random.some(types, 2).map((type) => `!${type}`)),
    typeFilter(random.some(types, 1).map((type) => `${type.slice(0, 2)}%`)),
    typeFilter(random.some(types, 1).map((type) => `!${type.slice(0, 2)}%`)),
    ...['email-src', 'email-dst', '!email-src'].map((type) => typeFilter([type])),
    ...random.some(categories, 2).map((category) => categoryFilter([category])),
    categoryFilter(random.some(categories, 2)),
    categoryFilter(random.some(categories, 1).map((category) => `!${category}`)),
    categoryFilter(random.some(categories, 1).map((category) => `%${category.slice(-6)}`)),
    ...random.some(relations, 2).map((relation) => relationFilter([relation])),
    relationFilter(random.some(relations, 2)),
    relationFilter(random.some(relations, 1).map((relation) => `!${relation}`)),
    ...random.some(tags, 3).map((tag) => tagFilter('tags', [tag])),
    ...random
      .some(
        tags.filter((tag) => tag.includes(',')),
        2,
      )
      .map((tag) => tagFilter('tags', [tag])),
    ...random
      .some(
        tags.filter((tag) => tag.includes(',')),
        1,
      )
      .map((tag) => tagFilter('not_tags', [tag])),
    tagFilter('tags', random.some(tags, 2)),
    tagFilter(
      'tags',
      random.some(tags, 1).map((tag) => `${tag.slice(0, 4)}%`),
    ),
    ...random.some(tags, 2).map((tag) => tagFilter('not_tags', [tag])),
    ...organisationFilters(pool, random),
    ...[true, false].map((value) => simple(`to_ids=${value}`, ({ attribute }) => attribute.to_ids === value)),
    ...[true, false].map((value) => simple(`published=${value}`, ({ event }) => event.published === value)),
    ...levels.map((level) =>
      simple(`threat_level_id=${level}`, ({ event }) => event.threat_level_id === level),
    ),
    simple('include_deleted=true', () => true),
    simple('warning_list=true', ({ attribute }) => !listed.has(attribute.id)),
  ].filter(({ option }) => !option.endsWith('='));
}

/** MISP takes `email` for either of the two types that it came from; source: its filter of types. */
function withEmail(types: readonly string[]): readonly string[] {
  return types.some((type) => ['email-src', 'email-dst'].includes(type)) ? [...types, 'email'] : types;
}

function typeFilter(given: readonly string[]): Filter {
  const wanted = withEmail(given.filter((type) => !type.startsWith('!')));
  const unwanted = withEmail(given.filter((type) => type.startsWith('!')).map((type) => type.slice(1)));
  return {
    option: listOption('type', given),
    key: 'type',
    passes: ({ attribute: { type } }) =>
      (wanted.length === 0 || wanted.some((one) => like(one, type))) &&
      !unwanted.some((one) => like(one, type)),
  };
}

function categoryFilter(given: readonly string[]): Filter {
  const wanted = given.filter((one) => !one.startsWith('!'));
  const unwanted = given.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return {
    option: listOption('category', given),
    key: 'category',
    passes: ({ attribute: { category } }) =>
      (wanted.length === 0 || wanted.some((one) => like(one, category))) &&
      !unwanted.some((one) => like(one, category)),
  };
}

/** A negated relation leaves out attributes without one, too: the database compares them with nothing. */
function relationFilter(given: readonly string[]): Filter {
  const unwanted = given.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return {
    option: listOption('object_relation', given),
    key: 'object_relation',
    passes: ({ attribute: { object_relation: relation } }) =>
      relation !== null && (unwanted.length > 0 ? !unwanted.includes(relation) : given.includes(relation)),
  };
}

function tagFilter(key: 'tags' | 'not_tags', given: readonly string[]): Filter {
  return {
    option: listOption(key, given),
    key,
    passes: ({ tags }) => given.some((one) => [...tags].some((tag) => like(one, tag))) === (key === 'tags'),
  };
}

/** By name, id and uuid; MISP itself finds no uuid in upper case. */
function organisationFilters(pool: readonly Known[], random: Random): readonly Filter[] {
  const creators = new Map(pool.flatMap(({ event: { Orgc } }) => (Orgc ? [[Orgc.id, Orgc] as const] : [])));
  const [one, other = one, third = other] = random.some(
    [...creators.values()].filter(isPlainOrganisation),
    3,
  );
  if (!one || !other || !third) return [];
  const filter = (given: readonly string[], passes: (id: string) => boolean): Filter => ({
    option: listOption('org', given),
    key: 'org',
    passes: ({ event }) => passes(event.orgc_id),
  });
  return [
    filter([one.name], (id) => id === one.id),
    filter([other.id], (id) => id === other.id),
    filter([third.uuid.toUpperCase()], (id) => id === third.id),
    filter([one.name, other.id], (id) => id === one.id || id === other.id),
    filter([`!${one.name}`], (id) => id !== one.id),
    filter([one.name, other.name, `!${other.uuid}`], (id) => id === one.id && id !== other.id),
    filter(['no-such-organisation', third.name], (id) => id === third.id),
    filter(['!no-such-organisation'], () => true),
  ];
}

/** What can be given by its name: `!` negates, blanks around it are lost, and MISP takes a number for an id. */
function isPlainOrganisation({ name }: { readonly name: string }): boolean {
  return name === name.trim() && !name.startsWith('!') && !/^[\d.+-]/.test(name);
}

/** As typed in a search: commas and quotation marks of a value between quotation marks. */
export function listOption(name: string, values: readonly string[]): string {
  const list = values
    .map((value) => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join();
  return `${name}=${quoted(list)}`;
}

/** A text as an option's value in a search. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
