import { expect } from 'chai';
import Papa from 'papaparse';
import type { Row } from '../../src/protocol/rows.ts';
import { AlertLab, NOW } from '../alerts/lab.ts';
import { shared } from '../support/shared.ts';

const RULE = 'rule a {\n strings:\n  $a = "b"\n condition: $a\n}';

describe('Alert actions', () => {
  let lab: AlertLab;

  before(async () => {
    lab = await AlertLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
    lab.store.blocklist.clear();
  });

  describe('that make events of groups of results', () => {
    const make = async (rows: readonly Row[], params: Record<string, string> = {}) => {
      const result = await lab.run('misp_alert_create_event', {
        rows,
        params: { unique: 'eventkey', publish: '1', ...params },
      });
      expect(result.exitCode, result.stderr).to.equal(0);
      return lab.store.events.map(({ id }) => lab.attributesOf(id));
    };

    it('take a cell with line breaks for one value, and make no empty event: as it was in the trials', async function () {
      const events = await make(rowsOf(shared(this, 'findings/inputs/10_rows.csv').toString()));
      expect(events).to.deep.equal([['yara rule z {\n condition: true\n}']]);
    });

    it('take a cell with line breaks for one value', async () => {
      const events = await make([
        { eventkey: 'k1', misp_yara: RULE, misp_text: 'two\r\nlines', misp_domain: 'a.example' },
        { eventkey: 'k2', misp_yara: [RULE, `${RULE} // other`], misp_comment: 'not\nalone' },
      ]);
      expect(events.map((one) => [...one].sort())).to.deep.equal([
        ['domain a.example', 'text two\r\nlines', `yara ${RULE}`].sort(),
        [`yara ${RULE}`, `yara ${RULE} // other`].sort(),
      ]);
    });

    for (const empty of [
      { eventkey: 'k2' },
      { eventkey: 'k2', misp_yara: '' },
      { eventkey: 'k2', misp_yara: '  \n ' },
      { eventkey: 'k2', misp_tag: 'tlp:red', misp_info: 'only words', misp_comment: 'c' },
      { eventkey: 'k2', fo_filename: '' },
    ]) {
      it(`make no event of ${JSON.stringify(empty)}`, async () => {
        expect(await make([{ eventkey: 'k1', misp_domain: 'a.example' }, empty])).to.deep.equal([
          ['domain a.example'],
        ]);
      });
    }
  });

  describe('with results of several events', () => {
    const UUID = 'c0406c42-657f-433d-a252-0771021c64dd';

    beforeEach(() => {
      for (const id of ['70', '71', '72'])
        lab.store.addEvent({
          id,
          ...(id === '72' && { uuid: UUID }),
          info: id,
          timestamp: NOW,
          published: false,
        });
    });

    const put = async (action: string, rows: readonly Row[], column = 'event_id') => {
      const result = await lab.run(action, { rows, params: { eventid: column } });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(lab.store.events).to.have.length(3);
      return ['70', '71', '72'].map((id) => lab.attributesOf(id));
    };

    for (const action of ['misp_alert_create_event', 'misp_alert_add_attributes']) {
      it(`put each into its own: ${action}, as it was in the trials`, async function () {
        const rows = rowsOf(shared(this, 'findings/inputs/15_two_events.csv').toString());
        const expected = ['70', '71', '72'].map((id) =>
          rows.filter((row) => row['event_id'] === id).map((row) => `ip-dst ${String(row['misp_ip_dst'])}`),
        );
        expect(await put(action, rows)).to.deep.equal(expected);
      });

      it(`put each into its own: ${action}, in turn, by uuid, with several values`, async () => {
        const rows = [
          { e: '71', misp_domain: 'a.example' },
          { e: UUID, misp_domain: 'b.example' },
          { e: '70', misp_domain: ['c.example', 'd.example'] },
          { e: UUID.toUpperCase(), misp_domain: 'e.example' },
          { e: '71', misp_url: 'http://f.example/' },
        ];
        const events = await put(action, rows, 'e');
        expect(events.map((one) => [...one].sort())).to.deep.equal([
          ['domain c.example', 'domain d.example'],
          ['domain a.example', 'url http://f.example/'],
          ['domain b.example', 'domain e.example'],
        ]);
      });
    }
  });
});

/** Without the `__mv_` columns, which are blank: the alert's own results have them again. */
function rowsOf(csv: string): Row[] {
  return Papa.parse<Record<string, string>>(csv.trimEnd(), { header: true }).data.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('__mv_'))),
  );
}
