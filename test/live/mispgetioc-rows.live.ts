import type { Row } from '../../src/protocol/rows.ts';
import { keyOf } from './support/expected-event.ts';
import {
  expectedFields,
  type Fields,
  fieldsOf,
  mergedFields,
  type RowOptions,
} from './support/expected-row.ts';
import { lab } from './support/lab.ts';
import { largestEvent, sampleEvents } from './support/sample.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute } from './support/truth.ts';

/** Attributes of the sample whose rows are compared with everything included. */
const SAMPLE_ATTRIBUTES = 3_000;
const LARGEST_EVENT = 20_000;

/** Of sightings on the same second, any may be the first; scores change by the second; sums of several fields. */
const NOT_COMPARED =
  /^(sight_t\d_(first|last)_(org_name|org_uuid|source)|decay_(base_)?score|host|object_attribute)$/;

describe('mispgetioc, row for row and field for field', () => {
  const everything =
    'include_sightings=true include_context=true include_decay_score=true include_deleted=true';
  const cases: readonly (readonly [string, Partial<Shape>])[] = [
    [
      `${everything} expand_object=true`,
      { expand: true, deleted: true, context: true, sightings: true, decay: true },
    ],
    [`${everything} expand_object=false`, { deleted: true, context: true, sightings: true, decay: true }],
    [
      'include_sightings=false expand_object=true pipesplit=false geteventtag=false',
      { expand: true, pipesplit: false, eventTags: false },
    ],
    ['include_sightings=false expand_object=false add_description=true', {}],
    ['include_sightings=false expand_object=true add_description=true', { expand: true, description: true }],
    [
      'include_decay_score=true include_sightings=false geteventtag=false expand_object=true',
      { expand: true, decay: true, eventTags: false },
    ],
  ];
  for (const [options, shape] of cases) {
    it(options, async () => {
      const events = sampleEvents(lab().universe, lab().random(options), SAMPLE_ATTRIBUTES);
      await compareRows(options, events, { ...DEFAULTS, ...shape });
    });
  }

  for (const expand of [true, false]) {
    it(`the largest event of at most ${LARGEST_EVENT} attributes, expand_object=${expand}`, async () => {
      const id = largestEvent(lab().universe, LARGEST_EVENT);
      if (id === undefined) return;
      const options = `include_sightings=false expand_object=${expand} include_deleted=true`;
      await compareRows(options, [id], { ...DEFAULTS, expand, deleted: true });
    });
  }
});

interface Shape {
  readonly expand: boolean;
  readonly deleted: boolean;
  readonly context: boolean;
  readonly sightings: boolean;
  readonly decay: boolean;
  readonly pipesplit: boolean;
  readonly eventTags: boolean;
  readonly description: boolean;
}

const DEFAULTS: Shape = {
  expand: false,
  deleted: false,
  context: false,
  sightings: false,
  decay: false,
  pipesplit: true,
  eventTags: true,
  description: false,
};

function compareRows(options: string, sample: readonly string[], shape: Shape): Promise<void> {
  return lab().settled(`mispgetioc ${options}`, sample, async (eventIds, comparison) => {
    const rows = await lab().search(`mispgetioc eventid=${eventIds.join()} warning_list=false ${options}`);
    compare(rows, await expectedRows(eventIds, shape), shape, comparison);
  });
}

/** By the ids of the attributes in the row. */
async function expectedRows(eventIds: readonly string[], shape: Shape): Promise<ReadonlyMap<string, Fields>> {
  const { truth, universe } = lab();
  const expected = new Map<string, Fields>();
  for (const eventId of eventIds) {
    const event = universe.events.get(eventId);
    if (!event) continue;
    const includes = { includeSightings: shape.sightings, ...(shape.decay && { includeDecayScore: true }) };
    const all = await truth.attributes(eventId, includes);
    const how: RowOptions = {
      pipesplit: shape.pipesplit,
      eventTags: shape.eventTags ? eventTagsOf(eventId) : [],
      withContext: shape.context,
      withDescription: shape.description,
    };
    for (const group of groupsOf(shape.deleted ? all : all.filter(({ deleted }) => !deleted), shape.expand)) {
      const [first] = group;
      if (!first) continue;
      const isMerged = !shape.expand && first.object_id !== '0';
      expected.set(
        keyOf(group.map(({ id }) => id)),
        isMerged ? mergedFields(group, event, how) : expectedFields(first, event, how),
      );
    }
  }
  return expected;
}

function compare(
  rows: readonly Row[],
  expected: ReadonlyMap<string, Fields>,
  shape: Shape,
  comparison: Comparison,
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const fields = fieldsOf(row);
    const ids = fields.get('attribute_id') ?? [];
    const key = keyOf(ids);
    const truth = expected.get(key);
    const where = `event ${fields.get('event_id')?.[0]} attribute ${ids.slice(0, 3).join()}`;
    if (seen.has(key)) comparison.mismatch(`${where}: twice`);
    seen.add(key);
    if (!truth) {
      comparison.mismatch(`${where}: a row that should not be`);
      continue;
    }
    comparison.rows += ids.length;
    for (const name of new Set([...fields.keys(), ...truth.keys()])) {
      if (NOT_COMPARED.test(name) || (name === 'description' && !shape.description)) continue;
      comparison.same(`${where} ${name}`, fields.get(name), truth.get(name));
    }
    comparison.same(
      `${where} _time`,
      row['_time'],
      String(Math.min(...(truth.get('timestamp') ?? []).map(Number))),
    );
    comparison.same(`${where} sourcetype`, row['sourcetype'], 'misp:attribute');
    const raw = JSON.parse(String(row['_raw'])) as Record<string, unknown>;
    comparison.same(`${where} _raw`, rawValue(raw['misp_value']), truth.get('value'));
    if (ids.length > 1) comparison.same(`${where} object_attribute`, partsOf(fields), truth.get('value'));
  }
  for (const [key, fields] of expected)
    if (!seen.has(key)) comparison.mismatch(`event ${fields.get('event_id')?.[0]} attribute ${key}: no row`);
}

/** The values in `misp_object_attribute`, which says what belongs together. */
function partsOf(fields: Fields): readonly string[] {
  return (fields.get('object_attribute') ?? []).map((text) => (JSON.parse(text) as { value: string }).value);
}

function rawValue(value: unknown): unknown {
  return value ?? [];
}

function groupsOf(attributes: readonly Attribute[], expand: boolean): readonly (readonly Attribute[])[] {
  const groups = new Map<string, Attribute[]>();
  for (const attribute of attributes) {
    const key =
      expand || attribute.object_id === '0' ? `attribute ${attribute.id}` : `object ${attribute.object_id}`;
    groups.set(key, [...(groups.get(key) ?? []), attribute]);
  }
  return [...groups.values()];
}

function eventTagsOf(eventId: string): readonly string[] {
  const event = lab().universe.events.get(eventId);
  return (event?.EventTag ?? []).flatMap(({ Tag }) => (Tag ? [Tag.name] : []));
}
