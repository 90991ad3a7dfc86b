import { shorten } from '../../common/shorten.ts';
import { addToGroup } from '../../common/group-by.ts';
import { randomUUID } from 'node:crypto';
import { TimeError, writtenTime } from '../../misp/query/time.ts';
import type { NewAttribute, NewObject, NewObjectAttribute } from '../../misp/writes/event-parts.ts';
import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/lists.ts';
import { type ColumnMapping, mapColumn } from './column-names.ts';
import { joinTags } from './exclusive-tags.ts';
import type { ObjectTemplate } from './object-templates.ts';

/** Members of attributes for which the row has no column of its own. Tags are added to those of the row. */
export interface Defaults {
  readonly comment?: string;
  readonly to_ids?: boolean | undefined;
  readonly tags?: readonly string[];
}

export interface ContentOptions {
  /** Attribute types by column, from misp_datatypes.csv. */
  readonly datatypes: ReadonlyMap<string, string>;
  /** The column with the id of the event, which is no content. */
  readonly ignoredColumn: string;
  readonly defaults: Defaults;
}

export interface RowContent {
  readonly attributes: readonly NewAttribute[];
  /** One object for each template of which the row has columns. */
  readonly objects: readonly NewObject[];
  /** A sentence for each value or column that was dropped. */
  readonly problems: readonly string[];
}

/** The attributes and objects of one result. */
export function contentOfRow(row: Row, { datatypes, ignoredColumn, defaults }: ContentOptions): RowContent {
  const problems: string[] = [];
  const attributes: NewAttribute[] = [];
  const objects = new Map<ObjectTemplate, NewObjectAttribute[]>();
  const common = commonMembers(row, defaults, problems);
  for (const [column, cell] of Object.entries(row)) {
    const mapping = column === ignoredColumn ? undefined : mapColumn(column, datatypes);
    const values = mapping ? valuesOf(cell, acceptsZero(mapping)) : [];
    if (!mapping || values.length === 0) continue;
    if (mapping.kind === 'problem') {
      problems.push(mapping.text);
      continue;
    }
    for (const value of values) {
      if (UNSTORABLE_CHARACTER.test(value)) {
        problems.push(
          `${mapping.type} "${value}" was dropped: it has an emoji or another character that MISP's database would store as a question mark.`,
        );
        continue;
      }
      const attribute = { uuid: randomUUID(), type: mapping.type, value, ...common };
      if (mapping.kind === 'attribute') attributes.push(attribute);
      else {
        const { relation, template } = mapping;
        const isUncorrelated = template.uncorrelated.includes(relation);
        addToGroup(objects, template, {
          ...attribute,
          object_relation: relation,
          ...(isUncorrelated && { disable_correlation: true }),
        });
      }
    }
  }
  return { attributes, objects: Array.from(objects, objectOf).filter(hasNonZeroValue), problems };
}

/** Characters of four bytes in UTF-8, which MISP's database cannot store (utf8mb3). */
export const UNSTORABLE_CHARACTER = /[\u{10000}-\u{10ffff}]/u;

/** Types for which 0 is a value. For others it is what `fillnull` writes for a missing value; MISP refuses the port 0. */
const ZERO_IS_A_VALUE = ['boolean', 'counter', 'float', 'integer', 'size-in-bytes'];

function acceptsZero(mapping: ColumnMapping): boolean {
  return mapping.kind !== 'problem' && ZERO_IS_A_VALUE.includes(mapping.type);
}

/** The distinct values of a cell, trimmed, without empty ones; a text with several lines is one value. */
export function valuesOf(cell: Row[string] | undefined, isZeroAValue = false): readonly string[] {
  const values = new Set([cell ?? []].flat().map((value) => value.trim()));
  return [...values].filter((value) => value !== '' && (isZeroAValue || value !== '0'));
}

/** An object of zeros alone comes from `fillnull` on a row without such an object. */
function hasNonZeroValue({ Attribute }: NewObject): boolean {
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

function commonMembers(row: Row, defaults: Defaults, problems: string[]): Common {
  const text = (column: string) => [row[column] ?? ''].flat().join(', ').trim();
  const category = text('misp_category');
  const comment = text('misp_comment') || (defaults.comment ?? '');
  const to_ids = parseToIds(text('misp_to_ids'), problems) ?? defaults.to_ids;
  const [first_seen, last_seen] = ['misp_first_seen', 'misp_last_seen'].map((column) =>
    parseTime(column, text(column), problems),
  );
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

function parseToIds(text: string, problems: string[]): boolean | undefined {
  if (text === '') return undefined;
  if (/^(true|t|yes|y|1)$/i.test(text)) return true;
  if (!/^(false|f|no|n|0)$/i.test(text))
    problems.push(`misp_to_ids is "${text}", which is neither True nor False. False was used.`);
  return false;
}

/** A time in ISO 8601. What is no time is dropped: MISP would read another time, or drop the attribute. 0 is no time. */
function parseTime(column: string, text: string, problems: string[]): string | undefined {
  if (text === '' || text === '0') return undefined;
  try {
    return writtenTime(text);
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    problems.push(`${column}="${shorten(text, MAX_QUOTED)}" was dropped: it ${error.message}.`);
    return undefined;
  }
}

const MAX_QUOTED = 80;
