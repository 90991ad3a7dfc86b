import { expect } from 'chai';
import { type Exchange, recordingOf, rowsOf } from '../recorded/recordings.ts';
import { recordedValues } from '../recorded/recorded-values.ts';
import { replay } from '../recorded/replay.ts';
import { type MispServer, startMisp } from '../server.ts';

/** Recordings of values asked for, and how many of their exchanges are replayed. */
const REPLAYED: Readonly<Record<string, number>> = {
  '26-value-patterns-a-wildcards': 149,
  '26-value-patterns-b-normalisation': 82,
  '26-value-patterns-c-letters': 69,
};

describe('Values that the embedded MISP is asked for, beside the recorded ones', () => {
  let misp: MispServer | undefined;

  afterEach(async () => {
    await misp?.close();
  });

  for (const [recording, count] of Object.entries(REPLAYED)) {
    it(`finds what ${recording} found`, async function () {
      const [control, ...exchanges] = recordingOf(this, recording);
      misp = await startMisp({ store: recordedValues(control) });
      const asked = exchanges.filter(({ request }) => request.body?.includes('"value') === true);
      expect(asked).to.have.length(count);
      for (const exchange of asked) {
        const answer = await replay(inJson(exchange), misp, '');
        expect(
          [answer.status, answer.headers['x-result-count'], valuesIn(answer.body)],
          exchange.name,
        ).to.deep.equal([
          exchange.response.status,
          exchange.response.headers.find(([name]) => name === 'X-Result-Count')?.[1],
          valuesIn(exchange.response.body),
        ]);
      }
    });
  }
});

/** The embedded MISP has no CSV. */
function inJson({ name, request, response }: Exchange): Exchange {
  return { name, response, request: { ...request, body: request.body?.replace('"csv"', '"json"') ?? null } };
}

/** Of JSON, or of CSV with one column; what MISP says where it did not answer with attributes. */
function valuesIn(body: string): unknown {
  const rows = rowsOf(body);
  if (rows) return rows.map(({ value }) => value);
  if (body.startsWith('value\n'))
    return body
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(1, -1).replaceAll('""', '"'));
  const { errors, Attribute } = JSON.parse(body) as { errors?: unknown; Attribute?: { value1: string } };
  return errors ?? Attribute?.value1;
}
