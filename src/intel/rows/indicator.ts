import type { Row } from '../../protocol/rows.ts';

/** An attribute from a row of mispgetioc, independent of the prefix. Times are Unix seconds. */
export interface Indicator {
  readonly instance: string;
  /** Where MISP is, without the scheme: links are `https://` followed by it. Blank when the row does not say. */
  readonly host: string;
  readonly id: string;
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  /** "0" outside of objects. */
  readonly object_id: string;
  readonly relation: string;
  readonly category: string;
  readonly comment: string;
  readonly toIds: boolean;
  readonly isDeleted: boolean;
  /** Soft-deleted, or no longer published or for detection. */
  readonly isWithdrawn: boolean;
  /** Whether the row itself says withdrawn or deleted. Otherwise the attribute is only not for detection. */
  readonly isMarkedWithdrawn: boolean;
  readonly timestamp: number;
  readonly publishTimestamp: number;
  readonly eventId: string;
  readonly eventUuid: string;
  readonly eventInfo: string;
  readonly orgcId: string;
  /** 1 high to 4 undefined; blank when unknown. */
  readonly threatLevel: string;
  readonly tags: readonly string[];
  /** Decay scores, one a model. */
  readonly scores: readonly number[];
}

/** A row does not come from mispgetioc. */
export class NotIndicatorRowError extends Error {
  override readonly name = 'NoIndicatorError';
}

/**
 * The prefix of the fields of a row. Instances may have different prefixes.
 * @param previous that of an earlier row
 * @throws NoIndicatorError
 */
export function prefixOf(row: Row, previous?: string): string {
  if (previous !== undefined && row[previous + UUID] !== undefined) return previous;
  const field = Object.keys(row).find((name) => name.endsWith(UUID));
  if (field === undefined) {
    throw new NotIndicatorRowError(
      `These rows have no field …${UUID}: this command needs rows of mispgetioc (with output=fields), with all their fields.`,
    );
  }
  return field.slice(0, -UUID.length);
}

const UUID = 'attribute_uuid';

/** The attributes of a row: one, or all attributes of a merged object. @throws NoIndicatorError */
export function indicatorsOf(row: Row, prefix: string): readonly Indicator[] {
  const valuesOfField = (name: string): readonly string[] => valuesOf(row[prefix + name]);
  const valueOfField = (name: string): string => {
    const value = row[prefix + name] ?? '';
    return typeof value === 'string' ? value : (value[0] ?? '');
  };
  const common = {
    instance: valueOfField('instance') || instanceFromSource(row),
    host: valueOfField('host'),
    object_id: valueOfField('object_id') || '0',
    eventId: valueOfField('event_id'),
    eventUuid: valueOfField('event_uuid'),
    eventInfo: valueOfField('event_info'),
    orgcId: valueOfField('orgc_id'),
    publishTimestamp: Number(valueOfField('publish_timestamp')),
    threatLevel: valueOfField('threat_level_id'),
    tags: valuesOfField('tag'),
    scores: valuesOfField('decay_score').map(Number).filter(Number.isFinite),
    comment: joinDistinct(valuesOfField('comment')),
  };
  const merged = valuesOfField('object_attribute');
  if (merged.length > 0) return merged.map((json) => ({ ...common, ...parseMergedAttribute(json, prefix) }));
  if (valuesOfField('type').length > 1 || valuesOfField(UUID).length > 1) {
    throw new NotIndicatorRowError(
      `A row of a merged object has no ${prefix}object_attribute: keep that field, or use mispgetioc with expand_object=true.`,
    );
  }
  const withdrawal = withdrawalState(
    valueOfField('withdrawn'),
    valueOfField('deleted'),
    valueOfField('to_ids'),
  );
  return [
    {
      ...common,
      id: valueOfField('attribute_id'),
      uuid: valueOfField(UUID),
      type: valueOfField('type'),
      value: valueOfField('value'),
      category: valueOfField('category'),
      relation: valueOfField('object_relation'),
      timestamp: Number(valueOfField('timestamp')),
      ...withdrawal,
    },
  ];
}

function valuesOf(field: Row[string] | undefined): readonly string[] {
  if (field === undefined) return [];
  return typeof field === 'string' ? [field] : field;
}

/** Without include_withdrawn there is no such field. Then attributes that are not for detection count as withdrawn. */
function withdrawalState(withdrawn: string, deleted: string, to_ids: string) {
  const isDeleted = isTrue(deleted);
  const toIds = isTrue(to_ids);
  const isMarkedWithdrawn = isDeleted || isTrue(withdrawn);
  return {
    toIds,
    isDeleted,
    isMarkedWithdrawn,
    isWithdrawn: isMarkedWithdrawn || (withdrawn === '' && !toIds),
  };
}

/** @throws NoIndicatorError */
function parseMergedAttribute(json: string, prefix: string) {
  const it = parseObject(json, prefix);
  const text = (name: string) => (typeof it[name] === 'string' ? it[name] : '');
  const booleanText = (name: string) => (typeof it[name] === 'boolean' ? String(it[name]) : '');
  return {
    id: text('id'),
    uuid: text('uuid'),
    type: text('type'),
    value: text('value'),
    category: text('category'),
    relation: text('object_relation'),
    timestamp: Number(text('timestamp')),
    ...withdrawalState(booleanText('withdrawn'), booleanText('deleted'), booleanText('to_ids')),
  };
}

function parseObject(json: string, prefix: string): Readonly<Record<string, unknown>> {
  try {
    const members: unknown = JSON.parse(json);
    if (typeof members === 'object' && members !== null) return members as Readonly<Record<string, unknown>>;
  } catch {
    // Reported below.
  }
  throw new NotIndicatorRowError(
    `${prefix}object_attribute is not as mispgetioc returned it: keep that field unchanged, or use mispgetioc with expand_object=true.`,
  );
}

/** Joins the distinct texts that are not blank. */
export function joinDistinct(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join(', ');
}

function isTrue(text: string): boolean {
  return /^(true|1)$/i.test(text);
}

/** The instance from the source of the row. */
function instanceFromSource({ source }: Row): string {
  return typeof source === 'string' ? source.replace(/^misp:\/\//, '') : '';
}
