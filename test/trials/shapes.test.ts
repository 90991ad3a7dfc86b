import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { shared } from '../support/shared.ts';
import type { SearchResult } from '../stand-ins/splunk/programs/search.ts';
import { attributeRow, TrialLab } from './lab.ts';

type Members = Record<string, unknown>;

/** What came out of a command, and what it said. */
interface Outcome {
  readonly values: readonly unknown[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

type Reader = (lab: TrialLab, rows: readonly Members[]) => Promise<Outcome>;

function outcomeOf({ messages }: SearchResult, values: readonly unknown[]): Outcome {
  const of = (level: string) => messages.flatMap(([one, text]) => (one === level ? [text] : []));
  return {
    values: values.flat().filter((one) => one !== undefined && one !== ''),
    warnings: of('WARN'),
    errors: of('ERROR'),
  };
}

function searching(
  search: string,
  valueOf: (row: Row) => unknown = (row) => row['misp_value'],
  input?: readonly Row[],
): Reader {
  return async (lab) => {
    const result = await lab.search(search, input ? { input: [input] } : {});
    return outcomeOf(result, result.rows.map(valueOf));
  };
}

const fromJson = (row: Row) => (JSON.parse(String(row['_raw'])) as { value?: unknown }).value;
const IOC = 'mispgetioc misp_instance=t last=30d warning_list=false';
const FETCH = 'mispfetch misp_instance=t misp_http_body="{\\"last\\": \\"30d\\"}"';

const READERS: Readonly<Record<string, Reader>> = {
  'mispgetioc, expanded': searching(`${IOC} expand_object=true`),
  'mispgetioc, merged': searching(IOC),
  'mispgetioc, with everything': searching(
    `${IOC} include_decay_score=true include_sightings=true add_description=true pipesplit=true`,
  ),
  'mispgetioc, json': searching(`${IOC} output=json`, fromJson),
  'mispfetch, attributes': searching(`${FETCH} misp_restsearch=attributes`, undefined, []),
  'mispfetch, attributes as json': searching(
    `${FETCH} misp_restsearch=attributes misp_output_mode=json`,
    fromJson,
    [],
  ),
  mispgetevent: searching('mispgetevent misp_instance=t last=30d getioc=true'),
  'mispgetevent, expanded': searching('mispgetevent misp_instance=t last=30d getioc=true expand_object=true'),
  'mispfetch, events': searching(`${FETCH} getioc=true`, undefined, []),
  mispsearch: async (lab, rows) => {
    const input = rows.flatMap(({ value }) => (typeof value === 'string' ? [{ v: value }] : []));
    const result = await lab.search('mispsearch misp_instance=t field=v', { input: [input] });
    expect(result.rows).to.have.length(input.length);
    return outcomeOf(
      result,
      result.rows.map((row) => row['misp_value']),
    );
  },
  input: async (lab) => {
    const result = await lab.index();
    expect(result.exitCode, result.stderr).to.equal(0);
    const values = result.of('misp:attribute').map((one) => one['misp_value']);
    return { values, warnings: result.lines('WARN'), errors: result.lines('ERROR') };
  },
};

const VALUES: Readonly<Record<string, unknown>> = {
  null: null,
  missing: undefined,
  'a number': 7,
  'a text': 'x',
  'a list': ['x'],
  'an object': { x: 1 },
};
/** Parts of what is in an attribute. */
const PARTS: readonly Members[] = [
  ...[
    [null],
    [{}],
    [{ id: '9' }],
    [{ name: null }],
    [{ name: 7 }],
    { 0: { name: 'tlp:red' } },
    [[]],
    'tlp:red',
  ].map((Tag) => ({ Tag })),
  ...[[null], [{}], [{ type: '0' }], [{ date_sighting: null, type: 0, Organisation: null }]].map(
    (Sighting) => ({ Sighting }),
  ),
  ...[[null], [{}], [{ score: null }], [{ score: 1, DecayingModel: null }]].map((decay_score) => ({
    decay_score,
  })),
  ...[{}, { id: null }, { info: 7, Orgc: null, Tag: null }, { uuid: [], Tag: [{}] }, []].map((Event) => ({
    Event,
  })),
];

/** Rows of an answer each of which has one member that is not as usual. */
function oddRows(): Members[] {
  const members = [
    ...Object.keys(attributeRow(1)),
    'Tag',
    'Sighting',
    'decay_score',
    'event_uuid',
    'warnings',
    'Object',
  ];
  const changes = members.flatMap((member) => Object.values(VALUES).map((value) => ({ [member]: value })));
  return [...changes, ...PARTS].map((change, index) => attributeRow(1000 + index, change));
}

/** Names what is in an answer: the value, where it is one that a row can be known by. */
function valueIn({ value }: Members): string | undefined {
  return typeof value === 'string' && value.endsWith('.example') ? value : undefined;
}

/** Every row came, or is counted in the one warning; and those that must come did. */
function expectAll(
  { values, warnings, errors }: Outcome,
  all: readonly Members[],
  sure: readonly Members[],
): void {
  expect(errors).to.deep.equal([]);
  expect(warnings.join('\n')).not.to.contain('Internal error');
  const dropped = warnings.filter((text) => text.includes('attributes in the response of MISP'));
  expect(dropped.length, warnings.join('\n')).to.be.at.most(1);
  const count = Number(/(\d+) attributes in the response of MISP/.exec(dropped[0] ?? '')?.[1] ?? 0);
  expect(values).to.include.members(sure.map(({ value }) => value));
  expect(new Set(values).size, 'each once').to.equal(values.length);
  expect(values.length + count, warnings.join('\n')).to.equal(all.length);
}

describe('An attribute with a member that is missing, null or of another type', () => {
  let lab: TrialLab;

  before(async () => {
    lab = await TrialLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
  });

  const serve = (rows: readonly Members[]) => {
    const { Event } = attributeRow(1);
    lab.serveAttributes(rows);
    lab.serveEvent({
      ...(Event as Members),
      date: '2026-11-01',
      timestamp: '1794990000',
      attribute_count: String(rows.length),
      Attribute: rows,
      Object: [],
    });
  };

  for (const [name, read] of Object.entries(READERS)) {
    it(`comes or is counted, and costs no other row: ${name}`, async () => {
      const odd = oddRows();
      const whole = Array.from({ length: 20 }, (_, index) => attributeRow(index + 100));
      const all = odd.flatMap((row, index) => [row, ...(index % 10 === 0 ? whole.splice(0, 1) : [])]);
      const sure = all.filter((row) => Number(row['id']) >= 100 && Number(row['id']) < 200);
      serve(all);
      const outcome = await read(lab, all);
      if (name === 'mispsearch') {
        // Only what was looked up is found.
        expect(outcome.errors).to.deep.equal([]);
        expect(outcome.values).to.include.members(sure.map(valueIn));
      } else expectAll(outcome, all, sure);
    });

    it(`comes as it was found in the trials: ${name}`, async function () {
      const kinds = JSON.parse(shared(this, 'findings/inputs/24_members.json').toString()) as Record<
        string,
        { response: { Attribute: Members[] } }
      >;
      for (const { response } of Object.values(kinds)) {
        lab.reset();
        serve(response.Attribute);
        expectAll(await read(lab, response.Attribute), response.Attribute, response.Attribute);
      }
    });
  }
});
