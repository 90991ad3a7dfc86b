import type { Context } from 'mocha';
import type { Row } from '../../src/protocol/rows.ts';
import { INSTANCE, lab } from './support/lab.ts';
import { LiveMatching } from './support/match-lab.ts';
import { type Planted, plantedFor } from './support/planted.ts';
import type { Comparison } from './support/tally.ts';
import type { Attribute } from './support/truth.ts';

describe('the searches of matching, from a planted event to its sighting', () => {
  before(function (this: Context) {
    if (!lab().mayWrite) this.skip();
  });

  it('find each indicator until MISP withdraws it, and report sightings of what they found', async () => {
    const { truth, own } = lab();
    const comparison = lab().compare('matches and sightings of an own event');
    const planted = await plantedFor(truth);
    const { id, info } = await own.make('matching', {
      Tag: lab()
        .someTags(['tlp:amber'])
        .map((name) => ({ name })),
    });
    for (const { type, value } of planted)
      await truth.post(`/attributes/add/${id}`, { type, value, to_ids: true });
    const { Attribute: attributes = [] } = await truth.event(id);
    const of = (name: string) => attributeOf(planted, attributes, name);
    const matching = new LiveMatching();
    const all = planted.map(({ name }) => name);
    const found = async (what: string, expected: readonly string[]) => {
      const rows = await matching.match(planted);
      comparison.rows += rows.length;
      comparison.same(`${what}: searches with a match`, rows.map(searchOf), expected);
      comparison.same(`${what}: matches`, String(rows.length), String(expected.length));
      return rows;
    };
    const change = async (path: string, body: Readonly<Record<string, unknown>> = {}) => {
      await truth.post(path, body);
      await truth.post(`/events/publish/${id}`);
      matching.forget();
      await matching.update();
    };

    await matching.update();
    await found('not published', []);
    await truth.post(`/events/publish/${id}`);
    matching.forget();
    await matching.update();
    for (const row of await found('published', all))
      compareMatch(row, of(searchOf(row)), info, matching.seen, comparison);

    const reported = await matching.run('MISP_match_sightings', matching.tomorrow);
    comparison.same('sightings reported', String(reported.length), String(all.length));
    comparison.same(
      'sightings in MISP',
      (await truth.sightings(id)).map(
        ({ attribute_id, type, date_sighting, source }) =>
          `${attribute_id} ${type} ${date_sighting} ${source}`,
      ),
      attributes.map((one) => `${one.id} 0 ${matching.seen} Splunk`),
    );

    await change(`/attributes/delete/${of('dns').id}`);
    await found('an attribute deleted', without(all, 'dns'));
    await change(`/attributes/edit/${of('traffic').id}`, { to_ids: false });
    await found('another not for detection', without(all, 'dns', 'traffic'));
    await change(`/attributes/delete/${of('intrusions').id}`);
    await found('a network deleted', without(all, 'dns', 'traffic', 'intrusions'));
    await truth.post(`/attributes/delete/${of('files').id}/1`);
    // A deletion unpublishes the event.
    await truth.post(`/events/publish/${id}`);
    await matching.run('MISP_match_reconcile', matching.now + 60);
    matching.forget();
    await found('one deleted for good', without(all, 'dns', 'traffic', 'intrusions', 'files'));
    await truth.post(`/events/unpublish/${id}`);
    matching.forget();
    await matching.update();
    await found('not published any more', []);
    matching.reset();
    await own.delete(id);
    comparison.end();
  });
});

/** What a match says beside what MISP says of the attribute. */
function compareMatch(
  row: Row,
  attribute: Attribute,
  title: string,
  seen: number,
  comparison: Comparison,
): void {
  const where = `${searchOf(row)} ${attribute.type}`;
  for (const [field, value] of [
    ['misp_attribute_uuid', attribute.uuid],
    ['misp_event_id', attribute.event_id],
    ['misp_event_info', title],
    ['misp_type', attribute.type],
    ['misp_instance', INSTANCE],
    ['misp_match_count', '1'],
    ['misp_match_first', String(seen)],
    ['misp_match_last', String(seen)],
  ] as const)
    comparison.same(`${where}: ${field}`, row[field], value);
}

function searchOf(row: Row): string {
  return String(row['misp_match_search']).replace('MISP_match_', '');
}

function attributeOf(planted: readonly Planted[], attributes: readonly Attribute[], name: string): Attribute {
  const type = planted.find((one) => one.name === name)?.type;
  const found = attributes.find((one) => one.type === type);
  if (!found) throw new Error(`MISP did not take the own event's ${type ?? name}.`);
  return found;
}

function without(all: readonly string[], ...gone: readonly string[]): readonly string[] {
  return all.filter((name) => !gone.includes(name));
}
