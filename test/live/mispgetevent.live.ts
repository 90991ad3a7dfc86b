import type { Row } from '../../src/protocol/rows.ts';
import { expectedByIds, isTyped, keyOf } from './support/expected-event.ts';
import { fieldsOf } from './support/expected-row.ts';
import { lab } from './support/lab.ts';
import { sampleEvents } from './support/sample.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute, EventView } from './support/truth.ts';

/** Attributes of the events; those with galaxies are large, however few there are. */
const SAMPLE_ATTRIBUTES = 1_500;
const EVENTS_A_SEARCH = 40;

/** Members of events/view and the fields that rows have of them. */
const MEMBERS: Readonly<Record<string, string>> = {
  event_id: 'id',
  event_uuid: 'uuid',
  event_info: 'info',
  event_date: 'date',
  event_published: 'published',
  event_timestamp: 'timestamp',
  publish_timestamp: 'publish_timestamp',
  threat_level_id: 'threat_level_id',
  analysis: 'analysis',
  attribute_count: 'attribute_count',
  distribution: 'distribution',
};

/** What rows of attributes have of the attribute itself, whatever they have of the event beside it. */
const OF_ATTRIBUTE =
  'value type category comment to_ids deleted attribute_id attribute_uuid attribute_distribution timestamp first_seen last_seen object_id object_relation tag event_id event_uuid event_info'.split(
    ' ',
  );

describe('mispgetevent beside events/view', () => {
  let sample: readonly string[];

  before(() => {
    sample = sampleEvents(lab().universe, lab().random('events'), SAMPLE_ATTRIBUTES).slice(
      0,
      EVENTS_A_SEARCH,
    );
  });

  for (const options of ['', 'keep_galaxy=true', 'keep_galaxy=false warning_list=false']) {
    it(`events, ${options || 'with its defaults'}`, () =>
      lab().settled(`mispgetevent ${options}`, sample, async (ids, comparison) => {
        const rows = await rowsById(`mispgetevent eventid=${ids.join()} ${options}`, 'misp_event_id');
        for (const id of ids) {
          const view = await lab().truth.event(id);
          const row = rows.get(id)?.[0];
          comparison.rows += 1;
          if (row) compareEvent(row, view, !options.includes('keep_galaxy=false'), comparison);
          else comparison.mismatch(`event ${id}: no row`);
        }
        for (const id of rows.keys())
          if (!ids.includes(id)) comparison.mismatch(`event ${id}: a row that should not be`);
      }));
  }

  for (const galaxies of [true, false]) {
    for (const expand of [true, false]) {
      const options = `getioc=true keep_galaxy=${galaxies} expand_object=${expand}`;
      it(options, () =>
        lab().settled(`mispgetevent ${options}`, sample, async (ids, comparison) => {
          const search = `mispgetevent eventid=${ids.join()} warning_list=false ${options}`;
          const rows = await rowsById(search, 'misp_event_id');
          for (const id of ids) await compareAttributes(id, rows.get(id) ?? [], expand, comparison);
        }),
      );
    }
  }

  it('getioc=true with its defaults leaves out what is on warning lists, and nothing else', () =>
    lab().settled(
      'mispgetevent getioc=true expand_object=true, warning lists',
      sample,
      async (ids, comparison) => {
        const all = await attributeIds(`eventid=${ids.join()} warning_list=false`);
        const left = await attributeIds(`eventid=${ids.join()}`);
        const gone = [...all]
          .filter((id) => !left.has(id))
          .flatMap((id) => lab().universe.attributes.get(id) ?? []);
        const parts = (value: string) => [value, ...value.split('|')];
        const hits = await lab().truth.listed([
          ...new Set(gone.flatMap(({ attribute }) => parts(attribute.value))),
        ]);
        comparison.rows += all.size;
        for (const { attribute } of gone)
          comparison.same(
            `attribute ${attribute.id}`,
            parts(attribute.value).some((one) => hits.has(one)),
            true,
          );
        for (const id of left)
          if (!all.has(id)) comparison.mismatch(`attribute ${id}: only with warning lists`);
      },
    ));
});

async function attributeIds(options: string): Promise<ReadonlySet<string>> {
  const rows = await lab().search(`mispgetevent getioc=true expand_object=true keep_galaxy=false ${options}`);
  return new Set(rows.map((row) => String(row['misp_attribute_id'])));
}

async function rowsById(search: string, field: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const rows = new Map<string, Row[]>();
  for (const row of await lab().search(search)) {
    const id = String(row[field]);
    rows.set(id, [...(rows.get(id) ?? []), row]);
  }
  return rows;
}

function compareEvent(row: Row, view: EventView, hasGalaxies: boolean, comparison: Comparison): void {
  const where = `event ${view.id}`;
  for (const [field, member] of Object.entries(MEMBERS))
    comparison.same(`${where} ${field}`, row[`misp_${field}`], textOf(view[member]));
  for (const [name, member] of [
    ['org', 'Org'],
    ['orgc', 'Orgc'],
  ] as const)
    for (const [key, value] of Object.entries(view[member] as Record<string, unknown>))
      if (key !== 'local')
        comparison.same(`${where} ${name}_${key}`, row[`misp_${name}_${key}`], textOf(value));
  comparison.same(
    `${where} tag`,
    row['misp_tag'],
    (view.Tag ?? []).map(({ name }) => name.trim()),
  );
  comparison.same(`${where} _time`, row['_time'], textOf(view['timestamp']));
  comparison.same(`${where} sourcetype`, row['sourcetype'], 'misp:event');
  compareGalaxies(row, view, hasGalaxies, comparison);
}

/** Whatever fields there are of galaxies say what the event says; the clusters are all there by their values. */
function compareGalaxies(row: Row, view: EventView, hasGalaxies: boolean, comparison: Comparison): void {
  const where = `event ${view.id}`;
  const fields = Object.entries(row).filter(([name]) => name.startsWith('misp_galaxy_'));
  if (!hasGalaxies) {
    comparison.same(
      `${where}, fields of galaxies`,
      fields.map(([name]) => name),
      [],
    );
    return;
  }
  const clusters = (view.Galaxy ?? []).flatMap(
    (galaxy) => (galaxy as { GalaxyCluster?: readonly { value?: string }[] }).GalaxyCluster ?? [],
  );
  const values = fields.flatMap(([name, value]) => (/_galaxycluster_\d+_value$/.test(name) ? value : []));
  comparison.same(
    `${where}, values of clusters`,
    values,
    clusters.map(({ value }) => value ?? ''),
  );
}

/** The rows of an event's attributes beside its attributes; what the Allowedlist takes out of searches is left out. */
async function compareAttributes(
  id: string,
  rows: readonly Row[],
  expand: boolean,
  comparison: Comparison,
): Promise<void> {
  const { truth, universe } = lab();
  const event = universe.events.get(id);
  if (!event) return;
  const view = await truth.event(id);
  const isShown = (attribute: Attribute) => universe.attributes.has(attribute.id);
  const expected = expectedByIds(view, event, expand, isShown);
  const seen = new Set<string>();
  for (const row of rows) {
    const fields = fieldsOf(row);
    const key = keyOf(fields.get('attribute_id') ?? []);
    const where = `event ${id} attribute ${key.slice(0, 40)}`;
    const known = expected.get(key);
    if (seen.has(key)) comparison.mismatch(`${where}: twice`);
    seen.add(key);
    if (!known) {
      comparison.mismatch(`${where}: a row that should not be`);
      continue;
    }
    comparison.rows += fields.get('attribute_id')?.length ?? 0;
    for (const name of OF_ATTRIBUTE)
      comparison.same(`${where} ${name}`, fields.get(name), known.fields.get(name));
    for (const [name, values] of known.fields)
      if (!OF_ATTRIBUTE.includes(name) && isTyped(name, known.types))
        comparison.same(`${where} ${name}`, fields.get(name), values);
    comparison.same(
      `${where} sharing_group_id`,
      fields.get('sharing_group_id'),
      known.fields.get('sharing_group_id'),
    );
    if (known.object) {
      comparison.same(`${where} object_name`, fields.get('object_name'), known.object.name);
      comparison.same(`${where} object_uuid`, fields.get('object_uuid'), known.object.uuid);
    }
  }
  for (const key of expected.keys())
    if (!seen.has(key)) comparison.mismatch(`event ${id} attribute ${key}: no row`);
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
