import { expect } from 'chai';
import type { Era } from '../stand-ins/misp/eras.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import type { SearchResult } from '../stand-ins/splunk/programs/search.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** Thirty-one pages of 40; the first page without a limit has 1,000, and the second has them all. */
const ROWS = 1240;
const NOW = 1_795_000_000;

/** Which rows are taken out, of those of a page of 40 and of a first page of 1,000. */
type Pick = (row: number) => boolean;
const HITS: Readonly<Record<string, Pick>> = {
  'no hit': () => false,
  'hits spread': (row) => row % 10 === 3,
  'a whole page': (row) => row >= 40 && row < 80,
  'the first 1,000': (row) => row < 1000,
  'ends of pages, and the last': (row) => row % 40 === 39 || row === 999 || row >= 1100,
};

interface Case {
  readonly era: Era;
  readonly name: string;
  readonly isHit: Pick;
  readonly isAllowed: Pick;
  /** Whether it is read without the warning list, too: which rows are on it makes no difference then. */
  readonly isUnfilteredToo: boolean;
}

const CASES: readonly Case[] = [
  ...(['2020', '2022', '2023', '2.4.190', '2.5'] as const).flatMap((era) =>
    Object.entries(HITS).map(([name, isHit]) => ({
      era,
      name,
      isHit,
      isAllowed: () => false,
      isUnfilteredToo: name === 'hits spread',
    })),
  ),
  ...Object.entries(HITS).map(([name, isAllowed]) => ({
    era: '2.5' as const,
    name: `Allowedlist, ${name}`,
    isHit: (row: number) => row % 7 === 0,
    isAllowed,
    isUnfilteredToo: true,
  })),
];

interface Outcome {
  readonly values: readonly unknown[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

const IOC = 'mispgetioc misp_instance=misp eventid=1';
const REST = '/attributes/restSearch/json/eventid:1/enforceWarninglist';

/** What reads attributes, with and without those that a warning list has. */
const READERS: Readonly<
  Record<
    string,
    readonly [warninglist: boolean, read: (splunk: StandInSplunk, misp: MispServer) => Promise<Outcome>]
  >
> = {
  'ioc 40': [true, searching(`${IOC} limit=40`, 'misp_value')],
  ioc: [true, searching(IOC, 'misp_value')],
  'ioc 40 all': [false, searching(`${IOC} limit=40 warning_list=false`, 'misp_value')],
  'ioc all': [false, searching(`${IOC} warning_list=false`, 'misp_value')],
  rest: [true, reading(`misprest misp_instance=misp all_pages=true page_size=40 target=${REST}:1`)],
  'rest all': [false, reading(`misprest misp_instance=misp all_pages=true page_size=40 target=${REST}:0`)],
  fetch: [
    true,
    searching(
      'mispfetch misp_instance=misp misp_restsearch=attributes limit=40 misp_http_body="{\\"eventid\\": 1, \\"enforceWarninglist\\": true}"',
      'misp_value',
    ),
  ],
  served: [true, serving('')],
  'served all': [false, serving('warning_list=false')],
  input: [true, indexing('1')],
  'input all': [false, indexing('0')],
};

function outcomeOf({ messages }: SearchResult, values: readonly unknown[]): Outcome {
  const of = (level: string) => messages.flatMap(([one, text]) => (one === level ? [text] : []));
  return { values, warnings: of('WARN'), errors: of('ERROR') };
}

function searching(search: string, field: string) {
  return async (splunk: StandInSplunk): Promise<Outcome> => {
    const result = await splunk.search(search, search.startsWith('mispfetch') ? { input: [[]] } : {});
    return outcomeOf(
      result,
      result.rows.map((row) => row[field]),
    );
  };
}

function reading(search: string) {
  return async (splunk: StandInSplunk): Promise<Outcome> => {
    const result = await splunk.search(search);
    const pages = result.rows.map(
      (row) => JSON.parse(String(row['_raw'])) as { response: { Attribute: { value: string }[] } },
    );
    return outcomeOf(
      result,
      pages.flatMap(({ response }) => response.Attribute.map(({ value }) => value)),
    );
  };
}

function serving(options: string) {
  return async (splunk: StandInSplunk, { store }: MispServer): Promise<Outcome> => {
    const rows = store.attributes.map(({ uuid, value }) => ({
      v: value,
      misp_instance: 'misp',
      misp_attribute_uuid: uuid,
    }));
    const result = await splunk.search(`mispserved ${options}`, { input: [rows] });
    return outcomeOf(
      result,
      result.rows.filter((row) => row['misp_served'] === 'True').map((row) => row['v']),
    );
  };
}

function indexing(warning_list: string) {
  return async (splunk: StandInSplunk): Promise<Outcome> => {
    for (const collection of Object.values(splunk.state.collections)) collection.clear();
    const result = await runInput(splunk, 'misp', {
      settings: { start: 'all', warning_list },
      checkpointDir: `${splunk.home}/checkpoint ${(runs += 1)}`,
    });
    const values = result.of('misp:attribute').map((one) => one['misp_value']);
    return { values, warnings: result.lines('WARN'), errors: result.lines('ERROR') };
  };
}

let runs = 0;

describe('What reads attributes, from MISPs of different years', () => {
  const table = new Map<string, Record<string, string>>();
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });

  after(async () => {
    await splunk.close();
    const names = Object.keys(READERS);
    const line = (cells: readonly string[]) =>
      cells
        .map((text, index) => text.padEnd(index === 0 ? 40 : 13))
        .join('')
        .trimEnd();
    const lines = [...table].map(([title, cells]) =>
      line([`  ${title}`, ...names.map((name) => cells[name] ?? '')]),
    );
    console.log(`\n${[line(['  rows of so many', ...names]), ...lines].join('\n')}\n`);
  });

  for (const one of CASES) {
    const title = `${one.era}, ${one.name}`;
    it(`${title}: all rows come, or a warning says that some may be missing`, async () => {
      const misp = await startMisp({ store: storeOf(one), era: one.era, now: NOW });
      try {
        splunk.state.instances['misp'] = { misp_url: misp.url, retry_timeout: 0 };
        splunk.state.secrets['misp.misp_key'] = misp.keys['automation'] ?? '';
        for (const [name, [warninglist, read]] of Object.entries(READERS)) {
          if (!warninglist && !one.isUnfilteredToo) continue;
          const { values, warnings, errors } = await read(splunk, misp);
          const expected = misp.store.attributes
            .filter(
              ({ onWarningList, value }) =>
                !(warninglist && onWarningList) && !misp.store.allowedlist.has(value),
            )
            .map(({ value }) => value);
          table.set(title, {
            ...table.get(title),
            [name]: `${values.length}/${expected.length}${errors.length > 0 ? ' ERROR' : warnings.length > 0 ? ' WARN' : ''}`,
          });
          expect(errors, name).to.deep.equal([]);
          expect(new Set(values).size, name).to.equal(values.length);
          if (values.length < expected.length) expect(warnings.join(' '), name).to.contain('may be missing');
          else expect([...values].sort(), name).to.deep.equal([...expected].sort());
        }
      } finally {
        await misp.close();
      }
    });
  }
});

function storeOf({ isHit, isAllowed }: Case): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Years', timestamp: NOW - 100 });
  for (let row = 0; row < ROWS; row += 1) {
    const value = `d${row}.example`;
    store.addAttribute(event, { type: 'domain', value, onWarningList: isHit(row) });
    if (isAllowed(row)) store.allowedlist.add(value);
  }
  return store;
}
