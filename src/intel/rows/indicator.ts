import type { Row } from '../../protocol/rows.ts';

/** An attribute as a row of mispgetioc has it, whatever the prefix. Times are Unix seconds. */
export interface Indicator {
  readonly instance: string;
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
  /** Soft-deleted, or no longer meant for detection or published. */
  readonly isWithdrawn: boolean;
  /** Whether it was MISP's answer that said so, or only that it is not meant for detection. */
  readonly wasToldWithdrawn: boolean;
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

/** A row that is none of mispgetioc's. */
export class NoIndicatorError extends Error {
  override readonly name = 'NoIndicatorError';
}

/**
 * What stands before the names of MISP's fields. Instances may differ in it.
 * @param known that of an earlier row
 * @throws NoIndicatorError
 */
export function prefixOf(row: Row, known?: string): string {
  if (known !== undefined && row[known + UUID] !== undefined) return known;
  const field = Object.keys(row).find((name) => name.endsWith(UUID));
  if (field === undefined) {
    throw new NoIndicatorError(
      `These rows have no field …${UUID}: this command takes rows of mispgetioc (with output=fields), with all their fields.`,
    );
  }
  return field.slice(0, -UUID.length);
}

const UUID = 'attribute_uuid';

/** The attributes of a row: one, or all those of a merged object. @throws NoIndicatorError */
export function indicatorsOf(row: Row, prefix: string): readonly Indicator[] {
  const all = (name: string): readonly string[] => valuesOf(row[prefix + name]);
  const one = (name: string): string => {
    const value = row[prefix + name] ?? '';
    return typeof value === 'string' ? value : (value[0] ?? '');
  };
  const common = {
    instance: one('instance') || instanceIn(row),
    object_id: one('object_id') || '0',
    eventId: one('event_id'),
    eventUuid: one('event_uuid'),
    eventInfo: one('event_info'),
    orgcId: one('orgc_id'),
    publishTimestamp: Number(one('publish_timestamp')),
    threatLevel: one('threat_level_id'),
    tags: all('tag'),
    scores: all('decay_score').map(Number).filter(Number.isFinite),
    comment: joined(all('comment')),
  };
  const merged = all('object_attribute');
  if (merged.length > 0) return merged.map((json) => ({ ...common, ...ofObject(json, prefix) }));
  if (all('type').length > 1 || all(UUID).length > 1) {
    throw new NoIndicatorError(
      `A row of a merged object has no ${prefix}object_attribute: keep that field, or use mispgetioc with expand_object=true.`,
    );
  }
  const standing = standingOf(one('withdrawn'), one('deleted'), one('to_ids'));
  return [
    {
      ...common,
      id: one('attribute_id'),
      uuid: one(UUID),
      type: one('type'),
      value: one('value'),
      category: one('category'),
      relation: one('object_relation'),
      timestamp: Number(one('timestamp')),
      ...standing,
    },
  ];
}

function valuesOf(field: Row[string] | undefined): readonly string[] {
  if (field === undefined) return [];
  return typeof field === 'string' ? [field] : field;
}

/** Without include_withdrawn nothing says so: then what is not for detection is not for Enterprise Security either. */
function standingOf(withdrawn: string, deleted: string, to_ids: string) {
  const isDeleted = isTrue(deleted);
  const toIds = isTrue(to_ids);
  const wasToldWithdrawn = isDeleted || isTrue(withdrawn);
  return {
    toIds,
    isDeleted,
    wasToldWithdrawn,
    isWithdrawn: wasToldWithdrawn || (withdrawn === '' && !toIds),
  };
}

/** @throws NoIndicatorError */
function ofObject(json: string, prefix: string) {
  const it = membersOf(json, prefix);
  const text = (name: string) => (typeof it[name] === 'string' ? it[name] : '');
  const said = (name: string) => (typeof it[name] === 'boolean' ? String(it[name]) : '');
  return {
    id: text('id'),
    uuid: text('uuid'),
    type: text('type'),
    value: text('value'),
    category: text('category'),
    relation: text('object_relation'),
    timestamp: Number(text('timestamp')),
    ...standingOf(said('withdrawn'), said('deleted'), said('to_ids')),
  };
}

function membersOf(json: string, prefix: string): Readonly<Record<string, unknown>> {
  try {
    const it: unknown = JSON.parse(json);
    if (typeof it === 'object' && it !== null) return it as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new NoIndicatorError(
    `${prefix}object_attribute is not as mispgetioc gave it: leave that field as it is, or use mispgetioc with expand_object=true.`,
  );
}

/** Different texts, none blank, in one. */
export function joined(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join(', ');
}

function isTrue(text: string): boolean {
  return /^(true|1)$/i.test(text);
}

/** Every row has it as its source. */
function instanceIn({ source }: Row): string {
  return typeof source === 'string' ? source.replace(/^misp:\/\//, '') : '';
}
