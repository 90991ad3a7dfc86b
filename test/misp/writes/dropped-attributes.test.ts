import { expect } from 'chai';
import { RequestRejectedError } from '../../../src/misp/errors.ts';
import type { NewAttribute } from '../../../src/misp/writes/event-parts.ts';
import type { Events, StoredEvent } from '../../../src/misp/writes/events.ts';
import { findDropped } from '../../../src/misp/writes/dropped-attributes.ts';

const STORED: StoredEvent = { id: '1', uuid: '', published: false, Attribute: [], Object: [], Tag: [] };
const sent = { uuid: 'u', type: 'domain', value: 'a.example' } as NewAttribute;

describe('What MISP left out of an event', () => {
  for (const [errors, reason] of [
    [{ value: ['It is no domain.'] }, 'It is no domain.'],
    [{ value: ['One.', 'Two.'], type: 'Three.' }, 'One. Two. Three.'],
    [{ last_seen: [{ '0': 'Too early' }] }, '{"0":"Too early"}'],
    [{ last_seen: [null, 5] }, 'null 5'],
  ] as const)
    it(`is told with the reasons in ${JSON.stringify(errors)}`, async () => {
      const events: Pick<Events, 'addAttribute'> = {
        addAttribute: () =>
          Promise.reject(
            new RequestRejectedError(
              'misp',
              `MISP refused: "Could not add Attribute: ${JSON.stringify(errors)}" (HTTP 403).`,
            ),
          ),
      };
      expect(await findDropped(events as Events, { Attribute: [sent], Object: [] }, STORED)).to.deep.equal([
        { what: 'domain "a.example"', reason },
      ]);
    });
});
