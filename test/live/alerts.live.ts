import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Context } from 'mocha';
import type { Row } from '../../src/protocol/rows.ts';
import { runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { ownDomain } from './support/changes.ts';
import { INSTANCE, lab, SESSION } from './support/lab.ts';
import type { Comparison } from './support/tally.ts';
import type { EventView } from './support/truth.ts';

describe('what alert actions write, checked by GET requests', () => {
  before(function (this: Context) {
    if (!lab().mayWrite) this.skip();
  });

  it('misp_alert_sighting', async () => {
    const comparison = lab().compare('misp_alert_sighting');
    const own = await lab().own.make('sighted', {
      Attribute: [0, 1].map(() => ({ type: 'domain', category: 'Network activity', value: ownDomain() })),
    });
    const [first, second] = own.Attribute ?? [];
    if (!first || !second) throw new Error('MISP made the event without its attributes.');
    await alert('misp_alert_sighting', [{ misp_attribute_uuid: first.uuid }], { mode: 'byuuid', type: '1' });
    await alert('misp_alert_sighting', [{ dest: second.value }], {
      mode: 'byvalue',
      fields: 'dest',
      type: '0',
    });
    const sightings = await lab().truth.sightings(own.id);
    comparison.rows += sightings.length;
    comparison.same(
      'sightings',
      sightings.map((one) => `${one.attribute_id} ${one.type}`),
      [`${first.id} 1`, `${second.id} 0`],
    );
    comparison.end();
  });

  it('misp_alert_create_event and misp_alert_add_attributes', async () => {
    const comparison = lab().compare('misp_alert_create_event, misp_alert_add_attributes');
    const title = lab().own.titleOf(`alert ${randomBytes(6).toString('hex')}`);
    const values = [0, 1, 2].map(ownDomain);
    const hash = randomBytes(32).toString('hex');
    await alert(
      'misp_alert_create_event',
      [
        {
          misp_info: title,
          misp_domain: values.slice(0, 2),
          misp_to_ids: 'True',
          misp_comment: 'ünïcode, "quoted"',
        },
        { misp_info: title, fo_filename: 'live.exe', fo_sha256: hash },
      ],
      { distribution: '0', threatlevel: '2', analysis: '1', tlp: 'TLP_GREEN' },
    );
    const [entry] = (await lab().truth.events()).filter(({ info }) => info === title);
    if (!entry) throw new Error('misp_alert_create_event made no event of this title.');
    let made = await lab().truth.event(entry.id);
    comparison.same('threat_level_id', made['threat_level_id'], '2');
    comparison.same('analysis', made['analysis'], '1');
    comparison.same('distribution', made['distribution'], '0');
    comparison.same(
      'has tlp:green',
      (made.Tag ?? []).some(({ name }) => name === 'tlp:green'),
      true,
    );
    compareContent(made, [`domain ${values[0]}`, `domain ${values[1]}`], comparison);
    comparison.same(
      'objects',
      (made.Object ?? []).flatMap(({ Attribute: parts = [] }) =>
        parts.map(({ type, value }) => `${type} ${value}`),
      ),
      ['filename live.exe', `sha256 ${hash}`],
    );
    for (const one of made.Attribute ?? []) {
      comparison.same('to_ids', one.to_ids, true);
      comparison.same('comment', one.comment, 'ünïcode, "quoted"');
    }
    await alert(
      'misp_alert_add_attributes',
      [{ misp_domain: values[1] ?? '' }, { misp_domain: values[2] ?? '' }],
      { eventid: entry.id },
    );
    made = await lab().truth.event(entry.id);
    compareContent(
      made,
      values.map((value) => `domain ${value}`),
      comparison,
    );
    comparison.end();
  });
});

async function alert(
  name: string,
  rows: readonly Row[],
  params: Readonly<Record<string, string>>,
): Promise<void> {
  const all = { misp_instance: INSTANCE, ...params };
  const { exitCode, stderr } = await runAlert(lab().splunk, name, { rows, params: all, sessionKey: SESSION });
  expect(exitCode, stderr).to.equal(0);
}

function compareContent(made: EventView, expected: readonly string[], comparison: Comparison): void {
  comparison.rows += expected.length;
  comparison.same(
    'attributes',
    (made.Attribute ?? []).map(({ type, value }) => `${type} ${value}`),
    expected,
  );
}
