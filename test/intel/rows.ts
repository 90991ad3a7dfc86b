import { AttributeTable } from '../../src/indicators/attribute-table.ts';
import { FeedTransformer } from '../../src/intel/feeds/feed-transformer.ts';
import { Mapper } from '../../src/intel/feeds/mapper.ts';
import { ATTRIBUTE_RULES, type FeedName, OBJECT_RULES } from '../../src/intel/mapping.ts';
import { Weights } from '../../src/intel/weights.ts';
import type { Attribute, AttributeEvent } from '../../src/misp/rows/types.ts';
import type { Transformer } from '../../src/protocol/command.ts';
import { decodeRows, type Row } from '../../src/protocol/rows.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';

/** How mispgetioc gives attributes. */
export interface Shape {
  readonly prefix: string;
  /** Whether an object comes in one row. */
  readonly isMerged: boolean;
  readonly pipesplit: boolean;
  /** Whether rows say what was withdrawn. */
  readonly saysWithdrawn: boolean;
}

export const PLAIN: Shape = { prefix: 'misp_', isMerged: false, pipesplit: true, saysWithdrawn: true };

export const SHAPES: readonly Shape[] = ['misp_', 'x9_', ''].flatMap((prefix) =>
  [false, true].flatMap((isMerged) =>
    [false, true].flatMap((pipesplit) =>
      [false, true].map((saysWithdrawn) => ({ prefix, isMerged, pipesplit, saysWithdrawn })),
    ),
  ),
);

export const INSTANCE = 'misp_test';

export const EVENT: AttributeEvent = {
  id: '34',
  uuid: 'e0000000-0000-4000-8000-000000000034',
  info: 'Phishing',
  org_id: '1',
  orgc_id: '2',
  distribution: '3',
  publish_timestamp: '1700000500',
  threat_level_id: '4',
  date: '2023-11-14',
  analysis: '2',
  published: true,
  timestamp: '1700000400',
};

export function uuidOf(id: number): string {
  return `a0000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

/** Attributes, their ids from 1 on, meant for detection and in no object unless said otherwise. */
export function attributesOf(...some: readonly Partial<Attribute>[]): readonly Attribute[] {
  return some.map((one, index) => ({
    id: String(index + 1),
    event_id: EVENT.id,
    object_id: '0',
    object_relation: null,
    category: 'Network activity',
    type: 'domain',
    to_ids: true,
    uuid: uuidOf(index + 1),
    timestamp: '1700000000',
    distribution: '5',
    sharing_group_id: '0',
    comment: '',
    deleted: false,
    first_seen: null,
    last_seen: null,
    value: 'evil.example',
    Event: EVENT,
    ...one,
  }));
}

/** An object: relation, type and value of its attributes, and what else each has. */
export function objectOf(
  object_id: string,
  parts: readonly (readonly [relation: string, type: string, value: string, more?: Partial<Attribute>])[],
): readonly Partial<Attribute>[] {
  return parts.map(([object_relation, type, value, more]) => ({
    object_id,
    object_relation,
    type,
    value,
    ...more,
  }));
}

/** The rows of mispgetioc as the next command gets them. */
export function rowsOf(attributes: readonly Attribute[], shape: Shape = PLAIN, instance = INSTANCE): Row[] {
  const { prefix, pipesplit, saysWithdrawn } = shape;
  const table = new AttributeTable({
    prefix,
    pipesplit,
    instance,
    url: 'https://misp.example',
    description: false,
    ...(saysWithdrawn && { isWithdrawn: (one: Attribute) => one.deleted || !one.to_ids }),
  });
  const objects = new Map<string, Attribute[]>();
  for (const one of attributes) {
    if (!shape.isMerged || one.object_id === '0') table.addSingle(one);
    else objects.set(one.object_id, [...(objects.get(one.object_id) ?? []), one]);
  }
  for (const object of objects.values()) table.addMerged(object);
  return decodeRows(new TableEncoder().encode(table.table).toString());
}

export const WEIGHTS = new Weights(
  'kind,value,weight\ntag,tlp:green,40\ntag,tlp:red,100\nthreat_level,1,80\ndefault,any,50\n',
);

export interface RunOptions {
  readonly fold?: boolean;
  readonly include?: readonly string[];
  readonly allowPrivate?: boolean;
  /** Rows in a chunk; all in one when absent. */
  readonly chunkRows?: number;
}

export interface Result {
  readonly rows: readonly Row[];
  readonly messages: readonly (readonly [level: string, text: string])[];
}

/** What a run makes of rows. @param newRun gets what its messages go to */
export function resultOf(
  rows: readonly Row[],
  chunkRows: number,
  newRun: (say: (level: string, text: string) => void) => Pick<Transformer, 'chunk' | 'end'>,
): Result {
  const messages: [string, string][] = [];
  const run = newRun((level, text) => messages.push([level, text]));
  const given: Row[] = [];
  for (let start = 0; start < rows.length; start += chunkRows) {
    given.push(...(run.chunk(rows.slice(start, start + chunkRows)) as readonly Row[]));
  }
  given.push(...((run.end?.() ?? []) as readonly Row[]));
  return { rows: given, messages };
}

/** What mispintel makes of rows for a feed. */
export function runFeed(feed: FeedName, rows: readonly Row[], options: RunOptions = {}): Result {
  const { fold = false, include = [], allowPrivate = false, chunkRows = Infinity } = options;
  const mapper = new Mapper({ feed, include, allowPrivate, weights: WEIGHTS });
  return resultOf(rows, chunkRows, (say) => new FeedTransformer(mapper, feed, fold, say));
}

export const OPT_IN: readonly string[] = [
  ...new Set([...ATTRIBUTE_RULES, ...OBJECT_RULES].flatMap(({ optIn }) => optIn ?? [])),
];
