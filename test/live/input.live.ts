import type { Context } from 'mocha';
import { changes, OwnContent } from './support/changes.ts';
import { type Indexed, InputLab, isGone } from './support/input-lab.ts';
import { lab } from './support/lab.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute, EventEntry } from './support/truth.ts';

/** Nothing that is indexed is out of this, once a second has passed: the next run compares everything. */
const COMPARE_ALL = { reconcile_interval: '1' };

describe('the modular input', () => {
  let input: InputLab;

  before(async () => {
    input = await InputLab.open({ start: 'all', reconcile_interval: '0' });
  });
  after(() => input.close());

  it('indexes everything at first', async () => {
    const { universe, truth } = lab();
    const comparison = lab().compare('input, first run');
    await input.run();
    const isUnsettled = await universe.unsettled(truth);
    for (const { attribute, event, tags } of universe.attributes.values()) {
      if (isUnsettled(event.id)) comparison.unsettled += 1;
      else compareAttribute(attribute, event, tags, input.attributes.get(attribute.id), comparison);
    }
    for (const [id, event] of universe.events)
      if (!isUnsettled(id)) compareEvent(event, input.events.get(id), comparison);
    for (const [id, one] of input.attributes) {
      const eventId = String(one['misp_event_id']);
      if (universe.isWhole && !universe.attributes.has(id) && !isUnsettled(eventId))
        comparison.mismatch(`attribute ${id}: indexed, but not in MISP`);
    }
    for (const what of input.repeated) comparison.mismatch(`${what}: twice`);
    input.repeated.splice(0);
    comparison.end();
  });

  it('indexes each kind of change, and nothing twice', async function (this: Context) {
    if (!lab().mayWrite) this.skip();
    const comparison = lab().compare('input, changes of an own event');
    const content = await OwnContent.make(lab());
    await input.run();
    await compareOwn('made', content.eventId, input, comparison);
    for (const { what, change, needsComparison = false } of changes) {
      await change(content);
      await input.run(needsComparison ? COMPARE_ALL : {});
      await compareOwn(what, content.eventId, input, comparison);
      comparison.values += 1;
    }
    for (const what of input.repeated) comparison.mismatch(`${what}: written again as it was`);
    comparison.end();
  });
});

/** What the index has of an event beside what MISP has of it now. */
async function compareOwn(
  what: string,
  eventId: string,
  input: InputLab,
  comparison: Comparison,
): Promise<void> {
  const { truth } = lab();
  const event = (await truth.events()).find(({ id }) => id === eventId);
  const attributes = event ? await truth.attributes(eventId) : [];
  const sightings = event ? await truth.sightings(eventId) : [];
  const before = comparison.mismatches.length;
  if (event) {
    const eventTags = (event.EventTag ?? []).flatMap(({ Tag }) => (Tag ? [Tag.name] : []));
    for (const attribute of attributes) {
      const tags = new Set([...(attribute.Tag ?? []).map(({ name }) => name), ...eventTags]);
      compareAttribute(attribute, event, tags, input.attributes.get(attribute.id), comparison);
    }
    compareEvent(event, input.events.get(eventId), comparison);
  } else if (!isGone(input.events.get(eventId))) comparison.mismatch(`event ${eventId}: still indexed`);
  const ids = new Set(attributes.map(({ id }) => id));
  const seen = new Set(sightings.map(({ id }) => id));
  for (const [id, one] of input.attributes)
    if (one['misp_event_id'] === eventId && !ids.has(id) && !isGone(one))
      comparison.mismatch(`attribute ${id}: still indexed`);
  for (const one of sightings) {
    const indexed = input.sightings.get(one.id);
    comparison.rows += 1;
    comparison.same(`sighting ${one.id} type`, indexed?.['misp_sighting_type'], one.type);
    comparison.same(`sighting ${one.id} date`, indexed?.['misp_date_sighting'], one.date_sighting);
    comparison.same(`sighting ${one.id} source`, indexed?.['misp_sighting_source'], one.source ?? '');
  }
  for (const [id, one] of input.sightings)
    if (one['misp_event_id'] === eventId && !seen.has(id) && !isGone(one))
      comparison.mismatch(`sighting ${id}: still indexed`);
  const found = comparison.mismatches.splice(before);
  comparison.mismatches.push(...found.map((text) => `after "${what}", ${text}`));
}

function compareAttribute(
  attribute: Attribute,
  event: EventEntry,
  tags: ReadonlySet<string>,
  indexed: Indexed | undefined,
  comparison: Comparison,
): void {
  const where = `attribute ${attribute.id}`;
  comparison.rows += 1;
  if (!indexed) {
    comparison.mismatch(`${where} of event ${event.id}: not indexed`);
    return;
  }
  const expected: Readonly<Record<string, unknown>> = {
    attribute_uuid: attribute.uuid,
    event_id: event.id,
    value: attribute.value,
    type: attribute.type,
    category: attribute.category,
    comment: attribute.comment,
    to_ids: attribute.to_ids,
    deleted: attribute.deleted,
    timestamp: attribute.timestamp,
    first_seen: attribute.first_seen,
    last_seen: attribute.last_seen,
    object_id: attribute.object_id,
    object_relation: attribute.object_relation,
    tag: [...tags].map((name) => name.trim()),
    event_uuid: event.uuid,
    event_info: event.info,
    threat_level_id: event.threat_level_id,
    event_date: event.date,
    analysis: event.analysis,
  };
  for (const [name, value] of Object.entries(expected))
    comparison.same(`${where} ${name}`, indexed[`misp_${name}`], value);
}

function compareEvent(event: EventEntry, indexed: Indexed | undefined, comparison: Comparison): void {
  comparison.rows += 1;
  const expected: Readonly<Record<string, unknown>> = {
    event_uuid: event.uuid,
    event_info: event.info,
    event_date: event.date,
    event_published: event.published,
    event_timestamp: event.timestamp,
    publish_timestamp: event.publish_timestamp,
    threat_level_id: event.threat_level_id,
    analysis: event.analysis,
    tag: (event.EventTag ?? []).flatMap(({ Tag }) => (Tag ? [Tag.name.trim()] : [])),
  };
  for (const [name, value] of Object.entries(expected))
    comparison.same(`event ${event.id} ${name}`, indexed?.[`misp_${name}`], value);
}
