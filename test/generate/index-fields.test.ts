import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { collectAttributes } from '../support/misp-index.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const NOW = Math.floor(Date.now() / 1000);
const PULL =
  '| mispgetioc misp_instance=misp_covid json_request="{\\"timestamp\\": 1}" expand_object=true include_context=true' +
  ' include_sightings=false include_deleted=true warning_list=false';

describe('Events of an index', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start(connectedTo(misp, { misp_covid: {} }));
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    splunk.index.clean();
  });

  async function rows(search: string): Promise<readonly Row[]> {
    const result = await runSpl(splunk, search);
    expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
    return result.rows;
  }

  /** An event as the input writes it. */
  function add(sourcetype: string, time: number, content: object, indexTime = NOW): void {
    const raw = JSON.stringify({ ...content, misp_instance: 'misp_covid', misp_host: '127.0.0.1' });
    splunk.index.add(
      { index: 'misp', sourcetype, time, host: '127.0.0.1', source: 'misp://misp_covid', raw },
      indexTime,
    );
  }

  const attribute = (uuid: string, more: object = {}) => ({
    misp_attribute_uuid: uuid,
    misp_value: `${uuid}.example`,
    misp_deleted: false,
    ...more,
  });

  it('have the fields of the rows of mispgetioc that were collected, each with its value', async () => {
    await collectAttributes(splunk, 'misp_covid');
    const pulled = await rows(PULL);
    const indexed = await rows('`misp_index` sourcetype=misp:attribute');
    const mispFields = (row: Row | undefined) =>
      Object.entries(row ?? {}).filter(([name]) => /^(misp_|_time$|_raw$)/.test(name));
    const byUuid = new Map(indexed.map((row) => [row['misp_attribute_uuid'], row]));
    expect(pulled.length).to.be.above(400);
    expect(byUuid.size).to.equal(pulled.length);
    for (const row of pulled) {
      const own = Object.fromEntries(
        mispFields(byUuid.get(row['misp_attribute_uuid'] ?? '')).filter(
          ([name]) => name !== 'misp_tag{}' && name !== 'misp_tlp',
        ),
      );
      expect(own).to.deep.equal(Object.fromEntries(mispFields(row)));
    }
  });

  it('have the strictest TLP of an attribute and its event, and the severity of its threat level', async () => {
    const tags = [
      ['tlp:green', 'TLP:RED'],
      ['tlp:white'],
      'tlp:amber+strict',
      ['x', 'tlp:amber', 'tlp:clear'],
      'x',
    ];
    for (const [n, misp_tag] of tags.entries())
      add('misp:attribute', NOW - n, attribute(`a${n}`, { misp_tag, misp_threat_level_id: String(n + 1) }));
    expect(await rows('`misp_index` | table misp_tlp severity')).to.deep.equal([
      { misp_tlp: 'RED', severity: 'high' },
      { misp_tlp: 'CLEAR', severity: 'medium' },
      { misp_tlp: 'AMBER+STRICT', severity: 'low' },
      { misp_tlp: 'AMBER', severity: 'unknown' },
      {},
    ]);
  });

  it("have names of Splunk's Common Information Model", async () => {
    const value = {
      misp_url: 'http://a.example/',
      misp_ip_dst: '192.0.2.1',
      misp_md5: 'm',
      misp_sha256: 's',
    };
    add(
      'misp:attribute',
      NOW,
      attribute('a', { ...value, misp_hostname: 'h.example', misp_event_info: 'Title' }),
    );
    const fields = 'url dest_ip file_hash domain signature vendor_product src_ip';
    expect(await rows(`\`misp_index\` | table ${fields}`)).to.deep.equal([
      {
        ...{ url: 'http://a.example/', dest_ip: '192.0.2.1', file_hash: 's', domain: 'h.example' },
        ...{ signature: 'Title', vendor_product: 'MISP' },
      },
    ]);
  });

  it('are what MISP holds now by misp_current: changed once, deleted and removed left out', async () => {
    add('misp:attribute', NOW - 50, attribute('kept'));
    // Of two indexers, the one that has the older state may answer last.
    add('misp:attribute', NOW - 50, attribute('retitled', { misp_event_info: 'new' }), NOW - 30);
    add(
      'misp:attribute',
      NOW - 50,
      attribute('retitled', { misp_event_info: 'old', misp_tag: 'x' }),
      NOW - 40,
    );
    add('misp:attribute', NOW - 50, attribute('edited', { misp_to_ids: true }));
    add('misp:attribute', NOW - 50, attribute('deleted'));
    add('misp:attribute', NOW - 50, attribute('removed'));
    add('misp:attribute', NOW - 50, attribute('restored', { misp_deleted: true }));
    add('misp:attribute', NOW - 20, attribute('edited', { misp_to_ids: false }));
    add('misp:attribute', NOW - 20, attribute('deleted', { misp_deleted: true }));
    add('misp:attribute', NOW - 10, {
      misp_attribute_uuid: 'removed',
      misp_deleted: true,
      misp_removed: true,
    });
    add('misp:attribute', NOW - 10, attribute('restored'));
    const fields = 'misp_attribute_uuid misp_to_ids misp_event_info misp_tag';
    expect(
      await rows(`\`misp_index\` sourcetype=misp:attribute | \`misp_current\` | table ${fields}`),
    ).to.deep.equal([
      { misp_attribute_uuid: 'restored' },
      { misp_attribute_uuid: 'edited', misp_to_ids: 'False' },
      { misp_attribute_uuid: 'kept' },
      { misp_attribute_uuid: 'retitled', misp_event_info: 'new' },
    ]);
  });

  it('are the events that MISP holds now by misp_current_events', async () => {
    add('misp:event', NOW - 50, { misp_event_uuid: 'one', misp_event_info: 'old' });
    add('misp:event', NOW - 50, { misp_event_uuid: 'gone' });
    add('misp:event', NOW - 40, {
      misp_event_uuid: 'one',
      misp_event_info: 'new',
      misp_event_published: true,
    });
    add('misp:event', NOW - 30, { misp_event_uuid: 'gone', misp_deleted: true, misp_removed: true });
    const search =
      '`misp_index` sourcetype=misp:event | `misp_current_events` | table signature misp_event_published';
    expect(await rows(search)).to.deep.equal([{ signature: 'new', misp_event_published: 'True' }]);
  });

  it('have event types, and tags by them', async () => {
    add('misp:attribute', NOW - 1, attribute('a', { misp_to_ids: true }));
    add('misp:attribute', NOW - 2, attribute('b', { misp_deleted: true }));
    add('misp:event', NOW - 3, { misp_event_uuid: 'e' });
    add('misp:sighting', NOW - 4, { misp_sighting_type: '1' });
    add('misp:run', NOW - 5, { status: 'failed', backfill: false });
    expect(await rows('`misp_index` | table eventtype tag misp_sighting backfill')).to.deep.equal([
      { eventtype: ['misp_detection', 'misp_indicator'], tag: ['indicator', 'misp', 'threat'] },
      { eventtype: 'misp_withdrawn' },
      { eventtype: 'misp_event', tag: ['misp', 'threat'] },
      { eventtype: 'misp_sighting', tag: ['misp', 'sighting', 'threat'], misp_sighting: 'false positive' },
      { eventtype: ['misp_run', 'misp_run_failed'], tag: 'misp', backfill: 'False' },
    ]);
  });
});
