import { expect } from 'chai';
import Papa from 'papaparse';
import type { Row } from '../../src/protocol/rows.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { shared } from '../support/shared.ts';
import { NOW, TrialLab } from './lab.ts';

/** Which type and value MISP has. */
const STORED: readonly (readonly [string, string])[] = [
  ['domain', 'one.example'],
  ['domain', 'two.example'],
  ['url', 'http://x.example/a%20b%20c'],
  ['filename', '%TEMP%\\a.exe'],
  ['ip-dst|port', '192.0.2.77|443'],
  ['ip-dst', '192.0.2.10'],
  ['url', 'http://x.example/%41%42%43%44'],
  ['regkey', '%HKLM%\\Run'],
  ['text', '%a%b%'],
  ['domain|ip', 'pair.example|198.51.100.9'],
  ['ip-src', '2001:db8::77'],
];

interface Asked {
  readonly v: string;
  /** The value of MISP's that it finds; undefined for none. */
  readonly found: string | undefined;
}

const NEIGHBOURS: readonly Asked[] = [
  { v: 'http://x.example/%41%42%43%44', found: 'http://x.example/%41%42%43%44' },
  { v: 'http://x.example/%41%42%43%45', found: undefined },
  { v: '%HKLM%\\Run', found: '%HKLM%\\Run' },
  { v: '%a%b%', found: '%a%b%' },
  { v: '%%', found: undefined },
  { v: '192.0.2.77|443', found: '192.0.2.77|443' },
  { v: '192.0.2.77|444', found: undefined },
  { v: 'other.example|198.51.100.8', found: undefined },
  { v: 'pair.example|198.51.100.9', found: 'pair.example|198.51.100.9' },
  { v: 'two.example.', found: 'two.example' },
];

describe('Values that are looked up', () => {
  let lab: TrialLab;

  before(async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'Trial', timestamp: NOW - 600 });
    for (const [type, value] of STORED) store.addAttribute(event, { type, value });
    lab = await TrialLab.start(store);
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
  });

  const found = async (field: string, input: readonly Row[]) => {
    const { rows, messages } = await lab.search(`mispsearch misp_instance=t field=${field}`, {
      input: [input],
    });
    expect(messages.filter(([level]) => level !== 'INFO')).to.deep.equal([]);
    expect(rows.map((row) => row[field])).to.deep.equal(input.map((row) => row[field]));
    return rows.map((row) => row['misp_value'] ?? '');
  };

  it('are found as they are, and as nothing else: as it was in the trials', async function () {
    const trial = rowsOf(shared(this, 'findings/inputs/16_values.csv').toString());
    const values = await found('v', trial);
    for (const [index, { v, right = '' }] of trial.entries())
      expect(values[index], v).to.equal(right.startsWith('hit') ? v : '');
  });

  it('are found as they are, and as nothing else', async () => {
    const values = await found(
      'v',
      NEIGHBOURS.map(({ v }) => ({ v })),
    );
    expect(values).to.deep.equal(NEIGHBOURS.map((one) => one.found ?? ''));
  });

  it('may be addresses with a zone: as it was in the trials', async function () {
    const trial = rowsOf(shared(this, 'findings/inputs/17_zone.csv').toString());
    const values = await found('ip', trial);
    expect(values).to.deep.equal(trial.map(({ ip }) => (ip === '192.0.2.10' ? ip : '')));
  });

  it('may be addresses with a zone, or what looks like them', async () => {
    const odd = [
      'fe80::1%25eth0',
      'fe80::a%1',
      '::1%lo',
      'fe80::1%',
      '[fe80::1%eth0]',
      '%eth0',
      '1.2.3.4%eth0',
      'fe80::1%e%f',
    ];
    const values = await found(
      'ip',
      [...odd, '2001:DB8:0::77'].map((ip) => ({ ip })),
    );
    expect(values).to.deep.equal([...odd.map(() => ''), '2001:db8::77']);
  });

  describe('by mispgetattribute', () => {
    const ids = async (input: readonly Row[]) => {
      const { rows, failed, messages } = await lab.search('mispgetattribute misp_instance=t', {
        input: [input],
      });
      expect([failed, messages.filter(([level]) => level === 'ERROR')]).to.deep.equal([false, []]);
      expect(rows).to.have.length(input.length);
      expect(rows.map(({ n }) => n)).to.deep.equal(input.map(({ n }) => n));
      return rows.map((row) => row['value'] ?? '');
    };

    it('leave a result alone that names none: as it was in the trials', async function () {
      const trial = rowsOf(shared(this, 'findings/inputs/22_null.csv').toString());
      expect(await ids(trial)).to.deep.equal(['one.example', '', 'two.example']);
    });

    it('leave a result alone that names none, or none that can be', async () => {
      const cells = [
        '1',
        '  ',
        'abc',
        '-1',
        '0',
        '2',
        '99999999',
        '1.5',
        '00000000-0000-4000-8000-00000000000',
      ];
      const input = [{ n: 'x' }, ...cells.map((attributeid, index) => ({ n: String(index), attributeid }))];
      const expected = [undefined, ...cells].map(
        (cell) => ({ 1: 'one.example', 2: 'two.example' })[cell ?? ''] ?? '',
      );
      expect(await ids(input)).to.deep.equal(expected);
    });
  });
});

/** A null cell of a result is a blank one. */
function rowsOf(csv: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(csv.trimEnd(), { header: true }).data;
}
