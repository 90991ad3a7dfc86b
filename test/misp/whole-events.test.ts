import { expect } from 'chai';
import { Notes } from '../../src/misp/notes.ts';
import { wholeEventsIn } from '../../src/misp/whole-events.ts';

class BadAnswer extends Error {}

/** Goes through all that is in an answer. */
function readAll(text: string): void {
  const events = wholeEventsIn(Buffer.from(text), new Notes(), (error) => {
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
