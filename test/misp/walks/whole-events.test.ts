import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { MispClient } from '../../../src/misp/client.ts';
import { BadResponseError } from '../../../src/misp/errors.ts';
import { Warnings } from '../../../src/misp/warnings.ts';
import { wholeEventsIn } from '../../../src/misp/walks/whole-events.ts';

class BadAnswer extends Error {}

/** Goes through all that is in an answer. */
function readAll(text: string): void {
  const events = wholeEventsIn(Buffer.from(text), 20, new Warnings(), (error) => {
    expect(error).to.be.instanceOf(SyntaxError);
    return new BadAnswer();
  });
  for (const { attributes, objects } of events) Array.from([...attributes(), ...objects()]);
}

const event = (parts: string) => `{"response":[{"Event":{"id":"1",${parts}}}]}`;

describe('An answer of whole events that is no JSON', () => {
  for (const [where, text] of Object.entries({
    'before the list': '{"response"',
    'in an event': event('"info":x'),
    'in an attribute': event('"Attribute":[{"id":"1","type":}]'),
    'in an object': event('"Object":[{"Attribute":[{"id":1 "type"}]}]'),
    'in a map of attributes': event('"Attribute":{"0":{"id":"1",}}'),
  }))
    it(`fails with an error for people, wherever it is found: ${where}`, () => {
      expect(() => {
        readAll(text);
      }).to.throw(BadAnswer);
    });
});

describe('Whole events', () => {
  for (const status of [200, 204])
    it(`fail with one message when MISP answers ${status} without a body`, async () => {
      let requests = 0;
      const server = http.createServer((_, response) => {
        requests += 1;
        if (requests === 1) response.end('{"response":[{"Event":{"id":"1"}}]}');
        else response.writeHead(status).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const client = new MispClient({
        name: 'misp',
        url: `http://127.0.0.1:${port}`,
        key: 'key',
        verifyCertificate: true,
        ...{ connectionTimeout: 5, readTimeout: 5, retryTimeout: 0, pageSize: 100 },
      });
      try {
        const events = client.wholeEvents({ eventid: '1' }, {}, new AbortController().signal);
        const error: unknown = await events.next().catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(BadResponseError);
      } finally {
        client.close();
        server.close();
      }
    });
});
