import { expect } from 'chai';
import { search } from '../client.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

/** type and value of what there is to find */
const STORED = [
  ['domain', 'evil.example'],
  ['domain', 'evil_two.example'],
  ['domain|ip', 'pair.example|203.0.113.8'],
  ['ip-dst', '203.0.113.0/24'],
  ['ip-dst', '2001:db8::1'],
  ['url', 'http://evil.example/a?b=%20c'],
  ['text', 'Überweisung für Café Straße'],
  ['filename', 'it\'s, "quoted".exe'],
] as const;

/** What is asked for, and the values that are found. */
const LOOKUPS: readonly (readonly [unknown, readonly string[]])[] = [
  ['EVIL.example', ['evil.example']],
  [' evil.example  ', ['evil.example']],
  ['UBERWEISUNG fur cafe STRASSE', ['Überweisung für Café Straße']],
  ['pair.example', ['pair.example|203.0.113.8']],
  ['203.0.113.8', ['pair.example|203.0.113.8']],
  ['pair.example|203.0.113.8', []],
  ['203.0.113.7', []],
  ['203.0.113.0/24', ['203.0.113.0/24']],
  ['2001:0DB8:0:0::0001', ['2001:db8::1']],
  ['evil%', ['evil.example', 'evil_two.example']],
  ['evil_example', []],
  ['evil_%wo.example', []],
  ['evil_%wo.example%', ['evil_two.example']],
  ['http://evil.example/a?b=%20c', ['http://evil.example/a?b=%20c']],
  ['it\'s, "quoted".exe', ['it\'s, "quoted".exe']],
  ['evil.example||203.0.113.8', ['evil.example', 'pair.example|203.0.113.8']],
  [
    ['evil.example', 'nothing.example', '2001:db8::1'],
    ['evil.example', '2001:db8::1'],
  ],
  [{ OR: ['evil.example'] }, ['evil.example']],
  // The first letter of what is excluded is lost.
  [{ NOT: ['evil.example'] }, STORED.map(([, value]) => value)],
  ['!%', STORED.map(([, value]) => value)],
  ['nothing.example', []],
];

describe('A value that the embedded MISP is asked for', () => {
  let misp: MispServer;

  before(async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'Values' });
    for (const [type, value] of STORED) store.addAttribute(event, { type, value });
    misp = await startMisp({ store });
  });

  after(async () => {
    await misp.close();
  });

  for (const [value, expected] of LOOKUPS) {
    it(`${JSON.stringify(value)} finds ${expected.length}`, async () => {
      const { rows } = await search(misp, { value });
      expect(rows.map((one) => one['value'])).to.deep.equal(expected);
    });
  }

  for (const value of ['', [], null]) {
    it(`${JSON.stringify(value)} filters nothing`, async () => {
      expect((await search(misp, { value })).rows).to.have.length(STORED.length);
    });
  }
});
