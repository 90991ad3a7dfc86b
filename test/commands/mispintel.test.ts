import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** A row as mispgetioc gives it. */
function rowOf(index: number, more: Row): Row {
  return {
    misp_instance: 'misp',
    misp_attribute_id: String(index + 1),
    misp_attribute_uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    misp_object_id: '0',
    misp_timestamp: '1795000000',
    misp_to_ids: 'True',
    misp_deleted: 'False',
    ...more,
  };
}

describe('mispintel', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start({ instances: {}, secrets: {} });
  });
  after(async () => {
    await splunk.close();
  });

  for (const fold of ['true', 'false']) {
    it(`answers no more rows than splunkd takes, with fold=${fold}`, async () => {
      const rows = Array.from({ length: 3000 }, (_, index) =>
        rowOf(index, {
          misp_type: 'ip-dst',
          misp_value: `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
        }),
      );
      const result = await splunk.search(`mispintel collection=ip_intel allow_private=true fold=${fold}`, {
        input: [rows],
        maxResultRows: 1000,
      });
      expect(result.failed).to.equal(false);
      expect(new Set(result.rows.map((row) => row['ip'])).size).to.equal(3000);
    });
  }

  it('answers no more rows than splunkd takes of objects with many attributes', async () => {
    const rows = Array.from({ length: 800 * 12 }, (_, index) =>
      rowOf(index, {
        misp_object_id: String(1 + Math.floor(index / 12)),
        misp_object_relation: index % 12 === 0 ? 'name' : 'comment',
        misp_type: index % 12 === 0 ? 'windows-service-name' : 'text',
        misp_value: `service ${index}`,
      }),
    );
    const result = await splunk.search('mispintel collection=service_intel fold=false', { input: [rows] });
    expect(result.messages.filter(([level]) => level === 'ERROR')).to.deep.equal([]);
    expect(result.failed).to.equal(false);
    expect(result.rows.filter((row) => row['deleted'] === 'False').length).to.be.at.least(800);
  });
});
