import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { attributeRow, TrialLab } from './lab.ts';

type Members = Record<string, unknown>;

const VALUES: readonly unknown[] = [null, undefined, 7, 'x', ['x'], { x: 1 }, [null], [{}]];

function eventOf(id: number, changes: Members = {}): Members {
  return {
    ...(attributeRow(id)['Event'] as Members),
    id: String(id),
    uuid: attributeRow(id)['uuid'],
    date: '2026-11-01',
    threat_level_id: '2',
    analysis: '0',
    published: true,
    timestamp: '1794990000',
    sharing_group_id: '0',
    attribute_count: '1',
    event_creator_email: 'a@b.example',
    Org: { id: '1', name: 'One', uuid: attributeRow(1)['uuid'], local: true },
    Orgc: { id: '2', name: 'Two', uuid: attributeRow(2)['uuid'], local: false },
    Tag: [{ name: 'tlp:red' }],
    Galaxy: [],
    RelatedEvent: [],
    Attribute: [attributeRow(id)],
    Object: [objectOf(id)],
    ...changes,
  };
}

function objectOf(id: number, changes: Members = {}): Members {
  return {
    id: String(id),
    name: 'file',
    'meta-category': 'file',
    uuid: attributeRow(id)['uuid'],
    timestamp: '1794990000',
    comment: '',
    deleted: false,
    Attribute: [attributeRow(id + 10_000, { object_id: String(id), object_relation: 'domain' })],
    ...changes,
  };
}

/** Events each of which has one member of itself or of its object that is not as usual, and whole ones between them. */
function oddEvents(): Members[] {
  const ofEvent = Object.keys(eventOf(1)).flatMap((member) => VALUES.map((value) => ({ [member]: value })));
  const ofObject = Object.keys(objectOf(1)).flatMap((member) =>
    VALUES.map((value) => ({ Object: [objectOf(1, { [member]: value })] })),
  );
  return [...ofEvent, ...ofObject].flatMap((change, index) => [
    eventOf(1000 + index, change),
    ...(index % 8 === 0 ? [eventOf(5000 + index)] : []),
  ]);
}

const LAST = 'misp_instance=t last=30d';
const BODY = 'misp_instance=t misp_http_body="{\\"last\\": \\"30d\\"}"';
const SEARCHES: Readonly<Record<string, boolean>> = {
  [`mispgetevent ${LAST}`]: false,
  [`mispgetevent ${LAST} getioc=true`]: true,
  [`mispgetevent ${LAST} getioc=true expand_object=true keep_galaxy=true keep_related=true`]: true,
  [`mispgetevent ${LAST} output=json`]: false,
  [`mispfetch ${BODY}`]: false,
  [`mispfetch ${BODY} getioc=true keep_galaxy=true keep_related=true`]: true,
  [`mispfetch ${BODY} misp_output_mode=json`]: false,
};

describe('An event with a member that is missing, null or of another type', () => {
  let lab: TrialLab;

  before(async () => {
    lab = await TrialLab.start();
  });
  after(() => lab.close());

  for (const [search, hasAttributes] of Object.entries(SEARCHES)) {
    it(`comes or is counted, and costs no other event: ${search}`, async () => {
      const events = oddEvents();
      lab.reset();
      lab.serveEvents(events);
      const { rows, messages } = await lab.search(
        search,
        search.startsWith('mispfetch') ? { input: [[]] } : {},
      );
      expect(messages.filter(([level]) => level === 'ERROR')).to.deep.equal([]);
      const dropped = messages.filter(([, text]) => text.includes(' events in the response of MISP'));
      expect(dropped).to.have.length(1);
      const seen = new Set(rows.map(uuidOf));
      const whole = events.filter(({ id }) => Number(id) >= 5000).map(({ uuid }) => uuid);
      expect([...seen]).to.include.members(whole);
      if (!hasAttributes) return;
      const values = new Set(rows.flatMap((row) => row['misp_value'] ?? row['misp_domain'] ?? []));
      const expected = events
        .filter(({ id }) => Number(id) >= 5000)
        .map(({ id }) => `n${String(id)}.example`);
      expect([...values]).to.include.members(expected);
    });
  }
});

function uuidOf(row: Row): unknown {
  const { misp_event_uuid: uuid, _raw: raw } = row;
  return uuid ?? (JSON.parse(String(raw)) as { uuid?: unknown }).uuid;
}
