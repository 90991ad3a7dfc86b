import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { Lab } from './lab.ts';

describe('an index that the modular input keeps', () => {
  const lab = new Lab();

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    lab.splunk.index.clean();
    await lab.with();
  });

  async function search(spl: string): Promise<readonly Row[]> {
    const { rows, failed, messages } = await runSpl(lab.splunk, spl);
    expect(failed, JSON.stringify(messages)).to.equal(false);
    return rows;
  }

  it('has the fields that collected rows of mispgetioc have, with the same values, but for host and source', async () => {
    await lab.run({ index: 'from_input' });
    await search(
      '| mispgetioc misp_instance=misp_covid json_request="{\\"timestamp\\": 1}" expand_object=true include_context=true' +
        ' include_sightings=false include_deleted=true warning_list=false | `misp_collect`',
    );
    const fieldsOf = async (index: string) => {
      const rows = await search(`search index=${index} sourcetype="misp:attribute"`);
      return new Map(
        rows.map((row) => [
          String(row['misp_attribute_uuid']),
          Object.fromEntries(
            Object.entries(row)
              .filter(([name]) => !/^(_.*|index|host|source|.*\{\})$/.test(name))
              .map(([name, value]) => [name, [value].flat().toSorted().join('\n')])
              .sort(),
          ),
        ]),
      );
    };
    const [input, collected] = [await fieldsOf('from_input'), await fieldsOf('misp')];
    expect(input.size).to.be.above(300);
    for (const [uuid, fields] of input) expect(fields).to.deep.equal(collected.get(uuid));
    expect(input.size).to.equal(collected.size);
  });

  it('shows what MISP holds now, after edits, deletions of both kinds, tags and publications', async () => {
    const { store } = lab.misp;
    const countBy = (of: (one: (typeof store.attributes)[number]) => string) => {
      const counts: Record<string, string> = {};
      // The key is a site admin's, to whom MISP shows everything.
      for (const one of store.attributes)
        if (!one.deleted) counts[of(one)] = String(Number(counts[of(one)] ?? 0) + 1);
      return counts;
    };
    const counted = async (field: string) => {
      const rows = await search(
        `search index=misp sourcetype="misp:attribute" | \`misp_current\` | stats count BY ${field}`,
      );
      return Object.fromEntries(rows.map((row) => [String(row[field]), String(row['count'])]));
    };
    const settings = { reconcile_interval: '1' };
    await lab.run(settings);
    expect(await counted('misp_type')).to.deep.equal(countBy((one) => one.type));
    await later();
    const [edited, soft, hard, tagged] = store.attributes.filter((one) => !one.deleted);
    if (!edited || !soft || !hard || !tagged) throw new Error('too few attributes');
    const now = Math.floor(Date.now() / 1000);
    store.editAttribute(edited, { type: 'domain', value: 'other.example' }, now);
    store.softDelete(soft, now);
    store.hardDelete(hard, now);
    store.tagAttribute(tagged, 'tlp:red', now);
    store.editEvent(tagged.event, { info: 'another title' }, now);
    store.publish(tagged.event, now);
    await lab.run(settings);
    expect(await counted('misp_type')).to.deep.equal(countBy((one) => one.type));
    expect(await counted('misp_event_info')).to.deep.equal(countBy((one) => one.event.info));
    const [red] = await search(
      `search index=misp sourcetype="misp:attribute" misp_attribute_uuid=${tagged.uuid} | \`misp_current\``,
    );
    expect(red).to.include({ misp_tlp: 'RED', misp_event_info: 'another title' });
  });

  /** MISP's clock tells seconds. */
  const later = () => new Promise((resolve) => setTimeout(resolve, 1100));
});
