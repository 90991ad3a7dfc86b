import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { ask } from '../client.ts';
import { type MispServer, startMisp } from '../server.ts';
import type { Org } from '../store/records.ts';
import { MispStore } from '../store/store.ts';

/** Recorded of MISP 2.5.1, with invented organisations. Both searches found the same, whoever owned the events. */
interface Recorded {
  readonly organisations: readonly Org[];
  /** A value of `org`, and the ids of the organisations whose events were found. */
  readonly filters: readonly { readonly org: unknown; readonly found: readonly number[] }[];
}

const { organisations, filters } = JSON.parse(
  readFileSync(new URL('organisations.json', import.meta.url), 'utf8'),
) as Recorded;

describe('The filter org of the embedded MISP, beside the recorded one', () => {
  let misp: MispServer;

  before(async () => {
    const store = new MispStore();
    for (const orgc of organisations) {
      const event = store.addEvent({ info: `Of ${orgc.name}`, timestamp: 1_700_000_000, orgc });
      store.addAttribute(event, { type: 'domain', value: `of-${orgc.id}.example` });
    }
    misp = await startMisp({ store });
  });
  after(() => misp.close());

  for (const { org, found } of filters)
    it(`finds ${found.length} organisations by ${JSON.stringify(org)}`, async () => {
      const { response: events } = await ask<{ response: { Event: { orgc_id: string } }[] }>(
        misp,
        'events/restSearch',
        { org, metadata: true },
      );
      expect(events.map(({ Event }) => Number(Event.orgc_id))).to.have.members(found);
      const { response } = await ask<{ response: { Attribute: { Event: { orgc_id: string } }[] } }>(
        misp,
        'attributes/restSearch',
        { org },
      );
      expect(response.Attribute.map(({ Event }) => Number(Event.orgc_id))).to.have.members(found);
    });
});
