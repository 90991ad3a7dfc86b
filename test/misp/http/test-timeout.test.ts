import { expect } from 'chai';
import { TimedOutError } from '../../../src/misp/errors.ts';
import { withTestTimeout } from '../../../src/misp/http/test-timeout.ts';

const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });

describe('A test that a person waits for', () => {
  it('gives what it finds', async () => {
    expect(await withTestTimeout('misp', new AbortController().signal, () => Promise.resolve(5))).to.equal(5);
  });

  it('ends with a message of its own when it takes too long', async () => {
    const error = await withTestTimeout('misp', new AbortController().signal, never, 0.05).catch(
      (one: unknown) => one,
    );
    expect(error).to.be.instanceOf(TimedOutError);
    expect((error as Error).message).to.match(
      /^MISP instance misp: MISP did not respond within 0.05 seconds/,
    );
  });

  it('fails as it is when it fails, or is cancelled, before', async () => {
    const stop = new AbortController();
    const failing = withTestTimeout('misp', stop.signal, () => Promise.reject(new Error('refused')));
    expect(String(await failing.catch((one: unknown) => one))).to.equal('Error: refused');
    const cancelled = withTestTimeout('misp', stop.signal, never);
    stop.abort();
    expect(String(await cancelled.catch((one: unknown) => one))).to.equal('Error: aborted');
  });
});
