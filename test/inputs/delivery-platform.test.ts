import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { Delivery } from '../../src/inputs/output/delivery.ts';
import { Sink } from '../../src/inputs/output/sink.ts';
import type { Store } from '../../src/inputs/state/store.ts';
import { EventStream } from '../../src/splunkd/event-stream.ts';

const EVENT = `<event stanza="misp://a">${'x'.repeat(1000)}</event>`;

describe('What a killed run may not have delivered', () => {
  /** Resolves to how many of 200 events of a kilobyte are written again. */
  async function resumedOn(platform: NodeJS.Platform): Promise<number> {
    const stored = Buffer.from(`{"state":"open","splunkdStart":"1"}\n${EVENT.repeat(200)}`);
    const store: Pick<Store, 'loadRecent' | 'saveRecent'> = {
      loadRecent: () => Promise.resolve(stored),
      saveRecent: () => Promise.resolve(),
    };
    const output = new PassThrough().resume();
    const sink = new Sink(new EventStream({ stream: output, pipe: undefined }), 'a', 'https://misp.example');
    return new Delivery({ store: store as Store, sink, splunkdStart: '1', platform }).resendLost();
  }

  it('is what a pipe holds on Linux: 64 KiB', async () => {
    expect(await resumedOn('linux')).to.be.within(62, 65);
  });

  it('is all that is kept on Windows, where splunkd chose what its pipe holds', async () => {
    expect(await resumedOn('win32')).to.equal(200);
  });
});
