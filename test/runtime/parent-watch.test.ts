import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { watchParent } from '../../src/runtime/parent-watch.ts';

describe('The watch over the process that started us', () => {
  /** Resolves to how often the end was told when the parent has been gone for a while. */
  async function told(platform: NodeJS.Platform): Promise<number> {
    const running = new Set([17]);
    let count = 0;
    watchParent({
      platform,
      parent: 17,
      isRunning: (pid) => running.has(pid),
      onGone: () => count++,
      everyMs: 5,
    });
    await sleep(30);
    expect(count).to.equal(0);
    running.clear();
    await sleep(60);
    return count;
  }

  it('tells its end once on Windows, where it takes nobody along', async () => {
    expect(await told('win32')).to.equal(1);
  });

  it('tells nothing elsewhere: the launcher becomes Node.js', async () => {
    expect(await told('linux')).to.equal(0);
  });
});
