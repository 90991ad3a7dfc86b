import type { Row } from '../../src/protocol/rows.ts';
import { lab } from './support/lab.ts';
import { sampleEvents } from './support/sample.ts';

const ATTRIBUTES = 150;

describe('commands that read single things', () => {
  it('mispgetattribute beside attributes/view', async () => {
    const comparison = lab().compare('mispgetattribute');
    const known = lab().random('attributes').some(lab().universe.live, ATTRIBUTES);
    const input: Row[] = known.map(({ attribute }, index) => ({
      n: String(index),
      attributeid: index % 2 === 0 ? attribute.id : attribute.uuid,
    }));
    const rows = await lab().search('mispgetattribute', { input: [input] });
    comparison.same(
      'results',
      rows.map((row) => row['n']),
      input.map((row) => row['n']),
    );
    for (const [index, row] of rows.entries()) {
      const asked = known[index];
      if (!asked) continue;
      const truth = await lab().truth.attribute(asked.attribute.id);
      comparison.rows += 1;
      for (const name of [
        'id',
        'uuid',
        'type',
        'category',
        'value',
        'comment',
        'timestamp',
        'event_id',
        'object_id',
      ] as const)
        comparison.same(`attribute ${truth.id} ${name}`, row[name], truth[name]);
      comparison.same(
        `attribute ${truth.id} to_ids`,
        /^(1|true)$/i.test(String(row['to_ids'])),
        truth.to_ids,
      );
    }
    comparison.end();
  });

  it('mispgetioc beside attributes/view', async () => {
    const comparison = lab().compare('mispgetioc beside attributes/view');
    const events = sampleEvents(lab().universe, lab().random('views'), 1_000);
    const rows = await lab().search(
      `mispgetioc eventid=${events.join()} expand_object=true warning_list=false`,
    );
    for (const row of lab().random('rows').some(rows, ATTRIBUTES)) {
      const truth = await lab().truth.attribute(String(row['misp_attribute_id']));
      comparison.rows += 1;
      for (const [field, member] of [
        ['attribute_uuid', 'uuid'],
        ['type', 'type'],
        ['category', 'category'],
        ['value', 'value'],
        ['comment', 'comment'],
        ['timestamp', 'timestamp'],
        ['event_id', 'event_id'],
        ['object_id', 'object_id'],
        ['attribute_distribution', 'distribution'],
        ['first_seen', 'first_seen'],
        ['last_seen', 'last_seen'],
      ] as const)
        comparison.same(`attribute ${truth.id} ${field}`, row[`misp_${field}`], truth[member]);
      comparison.same(`attribute ${truth.id} to_ids`, row['misp_to_ids'], truth.to_ids ? 'True' : 'False');
    }
    comparison.end();
  });

  it('mispfetch of attributes and of events', () => {
    const sample = sampleEvents(lab().universe, lab().random('fetch'), 500);
    return lab().settled('mispfetch', sample, async (events, comparison) => {
      const body = (members: unknown) => `misp_http_body=${JSON.stringify(JSON.stringify(members))}`;
      const fetch = (options: string) =>
        lab().search(`mispfetch limit=0 ${options}`, { input: [[{ n: '1' }]] });
      const attributes = await fetch(
        `misp_restsearch=attributes expand_object=true ${body({ eventid: events })}`,
      );
      const live = lab()
        .universe.of(events)
        .filter(({ attribute }) => !attribute.deleted);
      const ids = (rows: readonly Row[], field: string) => rows.flatMap((row) => row[field] ?? []);
      comparison.rows += live.length + events.length;
      comparison.same(
        'attributes',
        ids(attributes, 'misp_attribute_id'),
        live.map(({ attribute }) => attribute.id),
      );
      comparison.same(
        'values',
        ids(attributes, 'misp_value'),
        live.map(({ attribute }) => attribute.value),
      );
      const whole = await fetch(body({ eventid: events }));
      comparison.same('events', ids(whole, 'misp_event_id'), events);
      comparison.same('the result before', attributes[0]?.['n'], '1');
    });
  });

  it('mispstatus beside servers/getVersion and users/view/me', async () => {
    const comparison = lab().compare('mispstatus');
    const [row = {}] = await lab().search('mispstatus');
    const version = (await lab().truth.get('/servers/getVersion')) as { version: string };
    const me = (await lab().truth.get('/users/view/me')) as {
      User: { email: string };
      Role: { name: string };
      Organisation: { name: string };
    };
    comparison.rows += 1;
    comparison.same('reachable', row['reachable'], 'True');
    comparison.same('version', row['version'], version.version);
    comparison.same('user', row['user'], me.User.email);
    comparison.same('role', row['role'], me.Role.name);
    comparison.same('organisation', row['organisation'], me.Organisation.name);
    comparison.end();
  });
});
