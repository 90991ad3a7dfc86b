import { randomUUID } from 'node:crypto';
import type { NewAttribute, NewObject, NewObjectAttribute } from '../../misp/writes/event-parts.ts';
import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/options.ts';
import { type Meaning, meaningOf } from './column-names.ts';
import { joinTags } from './exclusive-tags.ts';
import type { ObjectTemplate } from './object-templates.ts';

/** What attributes get where a row says nothing else. Tags are added to the row's. */
export interface Defaults {
  readonly comment?: string;
  readonly to_ids?: boolean | undefined;
  readonly tags?: readonly string[];
}

export interface RowReading {
  /** Types of columns, from misp_datatypes.csv. */
  readonly datatypes: ReadonlyMap<string, string>;
  /** The column with the event's id is none of its content. */
  readonly leaveOut: string;
  readonly defaults: Defaults;
}

export interface RowContent {
  readonly attributes: readonly NewAttribute[];
  /** One for each template that the row has columns of. */
  readonly objects: readonly NewObject[];
  /** Sentences about what was left out. */
  readonly problems: readonly string[];
}

/** The attributes and objects that a result becomes. */
export function contentOf(row: Row, { datatypes, leaveOut, defaults }: RowReading): RowContent {
  const problems: string[] = [];
  const attributes: NewAttribute[] = [];
  const objects = new Map<ObjectTemplate, NewObjectAttribute[]>();
  const common = commonOf(row, defaults, problems);
  for (const [column, cell] of Object.entries(row)) {
    const meaning = column === leaveOut ? undefined : meaningOf(column, datatypes);
    const values = meaning ? valuesOf(cell, isCount(meaning)) : [];
    if (!meaning || values.length === 0) continue;
    if (meaning.kind === 'problem') {
      problems.push(meaning.text);
      continue;
    }
    for (const value of values) {
      if (FOUR_BYTES.test(value)) {
        problems.push(
          `${meaning.type} "${value}" was left out: MISP would store a question mark for the emoji or other rare character in it.`,
        );
        continue;
      }
      const one = { uuid: randomUUID(), type: meaning.type, value, ...common };
      if (meaning.kind === 'attribute') attributes.push(one);
      else {
        const { relation, template } = meaning;
        const isUncorrelated = template.uncorrelated.includes(relation);
        const its = objects.get(template) ?? [];
        its.push({
          ...one,
          object_relation: relation,
          ...(isUncorrelated && { disable_correlation: true }),
        });
        objects.set(template, its);
      }
    }
  }
  return { attributes, objects: Array.from(objects, objectOf).filter(saysSomething), problems };
}

/** Characters that MISP's database has no room for (utf8mb3). */
export const FOUR_BYTES = /[\u{10000}-\u{10ffff}]/u;

/** Types of MISP's of which 0 is a value, and not what fillnull puts where there is none. It refuses the port 0. */
const COUNTS = ['boolean', 'counter', 'float', 'integer', 'size-in-bytes'];

function isCount(meaning: Meaning): boolean {
  return meaning.kind !== 'problem' && COUNTS.includes(meaning.type);
}

/** The values of a multivalue field, or the one of another, which may have several lines. Blank is none; 0 where it counts. */
export function valuesOf(cell: Row[string] | undefined, isZeroAValue = false): readonly string[] {
  const values = new Set([cell ?? []].flat().map((value) => value.trim()));
  return [...values].filter((value) => value !== '' && (isZeroAValue || value !== '0'));
}

/** Zeros alone are of a row without such an object, to which fillnull has put them. */
function saysSomething({ Attribute }: NewObject): boolean {
  return Attribute.some(({ value }) => value !== '0');
}

function objectOf([template, attributes]: [ObjectTemplate, readonly NewObjectAttribute[]]): NewObject {
  return {
    uuid: randomUUID(),
    name: template.name,
    'meta-category': template['meta-category'],
    description: template.description,
    template_uuid: template.template_uuid,
    template_version: template.template_version,
    distribution: '5',
    Attribute: attributes,
  };
}

type Common = Omit<NewAttribute, 'uuid' | 'type' | 'value'>;

function commonOf(row: Row, defaults: Defaults, problems: string[]): Common {
  const text = (column: string) => [row[column] ?? ''].flat().join(', ').trim();
  const category = text('misp_category');
  const comment = text('misp_comment') || (defaults.comment ?? '');
  const to_ids = booleanOf(text('misp_to_ids'), problems) ?? defaults.to_ids;
  const [first_seen, last_seen] = [text('misp_first_seen'), text('misp_last_seen')].map(isoOf);
  const tags = joinTags([row['misp_attribute_tag'] ?? []].flat().flatMap(splitList), defaults.tags ?? []);
  return {
    ...(category !== '' && { category }),
    ...(comment !== '' && { comment }),
    ...(to_ids !== undefined && { to_ids }),
    ...(first_seen && { first_seen }),
    ...(last_seen && { last_seen }),
    ...(tags.length > 0 && { Tag: tags.map((name) => ({ name })) }),
  };
}

function booleanOf(text: string, problems: string[]): boolean | undefined {
  if (text === '') return undefined;
  if (/^(true|t|yes|y|1)$/i.test(text)) return true;
  if (!/^(false|f|no|n|0)$/i.test(text))
    problems.push(`misp_to_ids is "${text}", which is neither True nor False: False was taken.`);
  return false;
}

/** Unix seconds as ISO 8601 in UTC; anything else as it is: MISP says what it thinks of it. */
function isoOf(text: string): string {
  return /^\d{1,10}(\.\d*)?$/.test(text) ? new Date(Number(text) * 1000).toISOString() : text;
}
