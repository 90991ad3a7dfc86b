import { expect } from 'chai';
import { shared } from '../support/shared.ts';
import { attributeRow, TrialLab } from './lab.ts';

type Members = Record<string, unknown>;

interface ServedPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly response: { readonly Attribute: readonly Members[] } };
}

/** A page of limit 2 whose rows were dropped by the Allowedlist after counting. @param ids of those that are left */
function allowedPage(ids: readonly number[], count: number): ServedPage {
  return {
    headers: { 'X-Result-Count': String(count), 'X-Skipped-Elements-Count': '0' },
    body: { response: { Attribute: ids.map((id) => attributeRow(id)) } },
  };
}

describe('Answers of MISP', () => {
  let lab: TrialLab;

  before(async () => {
    lab = await TrialLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
  });

  const valuesOf = async (search: string) => {
    const { rows, messages } = await lab.search(search);
    expect(messages).to.deep.equal([]);
    return rows.map((row) => row['misp_value']);
  };

  describe('of which the Allowedlist takes rows without a word', () => {
    const walk = async (pages: readonly ServedPage[], search: string) => {
      for (const [index, { headers, body }] of pages.entries())
        lab.serve('/attributes/restSearch', body, headers, index + 1);
      lab.serve('/attributes/restSearch', allowedPage([], 1).body, allowedPage([], 1).headers);
      return valuesOf(search);
    };
    const SEARCH = 'mispgetioc misp_instance=t last=30d limit=2 warning_list=false';

    it('are read to the end: as it was in the trials', async function () {
      const trial = JSON.parse(shared(this, 'findings/inputs/03_allowed_list.json').toString()) as {
        readonly search: string;
        readonly pages: readonly ServedPage[];
        readonly right: string;
      };
      const values = await walk(trial.pages, trial.search);
      expect(values.map((one) => String(one).replace('.example', '')).join(' ')).to.equal(trial.right);
    });

    for (const [what, pages, expected] of [
      ['rows of the first page', [[1], [3, 4], [5]], [3, 3, 1]],
      ['the whole first page', [[], [3, 4], [5]], [3, 3, 1]],
      ['a whole page in the middle', [[1, 2], [], [5, 6], [7]], [3, 3, 3, 1]],
      ['several whole pages', [[], [], [], [7]], [3, 3, 3, 1]],
      ['rows of the last page', [[1, 2], [3]], [3, 2]],
      ['the whole last page', [[1, 2], []], [3, 3]],
    ] as const) {
      it(`are read to the end when it takes ${what}`, async () => {
        const served = pages.map((ids, index) => allowedPage(ids, expected[index] ?? 1));
        expect(await walk(served, SEARCH)).to.deep.equal(pages.flat().map((id) => `n${id}.example`));
      });
    }
  });

  describe('to a question for what is not for detection', () => {
    const only = (rows: readonly Members[]) => {
      for (const row of rows) lab.misp.store.addAttribute(event, row as never);
    };
    let event: Parameters<typeof lab.misp.store.addAttribute>[0];

    beforeEach(() => {
      for (const one of [...lab.misp.store.events]) lab.misp.store.deleteEvent(one);
      lab.misp.store.blocklist.clear();
      event = lab.misp.store.addEvent({ info: 'Trial', timestamp: 1_794_990_000 });
    });

    it('have that alone: as it was in the trials', async function () {
      const trial = JSON.parse(shared(this, 'findings/inputs/30_to_ids.json').toString()) as {
        readonly search: string;
        readonly 'body that MISP heeds': Members;
        readonly rows: { readonly response: { readonly Attribute: readonly Members[] } };
        readonly right: string;
      };
      only(trial.rows.response.Attribute.map(({ type, value, to_ids }) => ({ type, value, to_ids })));
      const values = await valuesOf(trial.search);
      expect(`${String(values)} alone`).to.equal(trial.right);
      expect(lab.bodies.at(-1)).to.include(trial['body that MISP heeds']);
    });

    for (const [options, sent] of [
      ['to_ids=false', { to_ids: 0 }],
      ['to_ids=0', { to_ids: 0 }],
      ['to_ids=f', { to_ids: 0 }],
      ['to_ids=true', { to_ids: 1 }],
      ['to_ids=false published=false', { to_ids: 0, published: 0 }],
      ['published=true', { published: 1 }],
    ] as const) {
      it(`are asked for by numbers: ${options}`, async () => {
        only([
          { type: 'domain', value: 'yes.example', to_ids: true },
          { type: 'domain', value: 'no.example', to_ids: false },
        ]);
        if (options.includes('published=false')) lab.misp.store.unpublish(event);
        const toIds = 'to_ids' in sent ? Boolean(sent.to_ids) : undefined;
        expect(await valuesOf(`mispgetioc misp_instance=t timestamp=30d ${options}`)).to.deep.equal([
          ...(toIds === false ? [] : ['yes.example']),
          ...(toIds === true ? [] : ['no.example']),
        ]);
        for (const body of lab.bodies.filter((one) => one['limit'] !== 1)) expect(body).to.include(sent);
      });
    }

    for (const body of [{ to_ids: false }, { published: false }]) {
      it(`are asked for by numbers in json_request: ${JSON.stringify(body)}`, async () => {
        const json = JSON.stringify({ last: '30d', ...body }).replaceAll('"', '\\"');
        await lab.search(`mispgetioc misp_instance=t json_request="${json}"`);
        expect(lab.bodies.at(-1)).to.include(Object.fromEntries(Object.keys(body).map((name) => [name, 0])));
      });
    }
  });

  describe('with an event whose attributes have sharing groups of their own', () => {
    const groupsOf = async (search: string, input?: []) => {
      const { rows, messages } = await lab.search(search, input ? { input: [input] } : {});
      expect(messages).to.deep.equal([]);
      return rows
        .filter((row) => row['misp_value'] !== undefined && row['misp_value'] !== '')
        .map((row) => row['misp_sharing_group_id']);
    };
    const SEARCHES: readonly (readonly [string, []?])[] = [
      ['mispgetevent misp_instance=t eventid=77 getioc=true'],
      ['mispgetevent misp_instance=t eventid=77 getioc=true expand_object=true'],
      ['mispfetch misp_instance=t misp_http_body="{\\"eventid\\": 77}" getioc=true', []],
    ];

    it('keep them: as it was in the trials', async function () {
      const trial = shared(this, 'findings/inputs/sharing_group_event.json').toString();
      for (const [search, input] of SEARCHES) {
        lab.reset();
        lab.serve('/events/restSearch', trial, { 'X-Result-Count': '1' });
        expect(await groupsOf(search, input), search).to.deep.equal(['8']);
      }
    });

    for (const [own, expected] of [
      [{ distribution: '4', sharing_group_id: '9' }, '9'],
      [{ distribution: '5', sharing_group_id: '0' }, '0'],
      [{ distribution: '4', sharing_group_id: 9 }, '9'],
      [{ distribution: '5', sharing_group_id: null }, '0'],
    ] as const) {
      it(`keep them: ${JSON.stringify(own)}`, async () => {
        const event = {
          ...(attributeRow(1)['Event'] as Members),
          ...{ date: '2026-11-01', timestamp: '1794990000', distribution: '4', sharing_group_id: '7' },
          ...{ attribute_count: '1', Attribute: [attributeRow(3, own)], Object: [] },
        };
        for (const [search, input] of SEARCHES) {
          lab.reset();
          lab.serveEvent(event);
          expect(await groupsOf(search, input), search).to.deep.equal([expected]);
        }
      });
    }
  });
});
