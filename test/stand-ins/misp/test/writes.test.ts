import { expect } from 'chai';
import { TestCa } from '../../../support/certificates.ts';
import { postTo } from '../client.ts';
import { differences } from '../recorded/compare.ts';
import { Likeness } from '../values/likeness.ts';
import { recordedSightings } from '../recorded/recorded-sightings.ts';
import { recordedStore } from '../recorded/recorded-store.ts';
import { recordingOf, timeOf } from '../recorded/recordings.ts';
import { replay } from '../recorded/replay.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

describe('The embedded MISP, beside the recorded one when it was written to', () => {
  let ca: TestCa;
  let misp: MispServer;
  const servers: MispServer[] = [];
  let clock = 0;

  before(() => {
    ca = new TestCa();
  });

  beforeEach(async function () {
    const tls = ca.issue('localhost', ['127.0.0.1']);
    misp = await startMisp({ store: recordedStore(this), now: () => clock, tls });
    servers.push(misp);
  });

  afterEach(async () => {
    // None where a test was skipped, since there are no recordings.
    for (const server of servers.splice(0)) await server.close();
  });

  it('gives the recorded answers to all 93 requests of 12-writes, one after the other', async function () {
    const exchanges = recordingOf(this, '12-writes');
    expect(exchanges).to.have.length(93);
    const likeness = new Likeness();
    const found: string[] = [];
    for (const exchange of exchanges) {
      clock = timeOf(exchange);
      found.push(...likeness.differences(exchange, await replay(exchange, misp, ca.pem)));
    }
    if (process.env.SHOW) console.log(found.join('\n'));
    expect(found).to.deep.equal([]);
  });

  it('gives the recorded answers to all 9 requests of 22-sightings-restsearch', async function () {
    const exchanges = recordingOf(this, '22-sightings-restsearch');
    expect(exchanges).to.have.length(9);
    recordedSightings(misp.store, exchanges);
    const found: string[] = [];
    for (const exchange of exchanges) {
      clock = timeOf(exchange);
      found.push(...differences(exchange, await replay(exchange, misp, ca.pem), 0));
    }
    expect(found).to.deep.equal([]);
  });

  it('stores values as the recorded one did, and leaves out the four that that one left out', async function () {
    const values = recordingOf<Normalised>(this, '20-value-normalisation');
    expect(values).to.have.length(117);
    const plain = await startMisp({ store: new MispStore() });
    const different: unknown[] = [];
    for (const { type, sent, stored, category, to_ids_sent, to_ids_stored } of values) {
      const Attribute = [
        { type, value: sent, ...(typeof to_ids_sent === 'boolean' && { to_ids: to_ids_sent }) },
      ];
      const response = await postTo(plain, 'events/add', { Event: { info: sent.slice(0, 9), Attribute } });
      const { Event } = (await response.json()) as { Event: { Attribute: Stored[] } };
      const [added] = Event.Attribute;
      const ours = [added?.value ?? null, added?.category ?? null, added?.to_ids ?? null];
      if (ours.join() !== [stored, category, to_ids_stored].join()) different.push([type, sent, ours]);
    }
    await plain.close();
    expect(different).to.deep.equal([]);
  });
});

interface Normalised {
  readonly type: string;
  readonly sent: string;
  readonly stored: string | null;
  readonly category: string | null;
  readonly to_ids_sent: boolean | string;
  readonly to_ids_stored: boolean | null;
}

interface Stored {
  readonly value: string;
  readonly category: string;
  readonly to_ids: boolean;
}
