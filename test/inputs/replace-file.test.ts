import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { replaceFile } from '../../src/inputs/state/replace-file.ts';

describe('replaceFile', () => {
  /** Fails so many times as the system does. */
  function failing(times: number, code: string) {
    let tries = 0;
    return {
      move: () => {
        tries += 1;
        return tries <= times
          ? Promise.reject(Object.assign(new Error(`${code}: rename`), { code }))
          : Promise.resolve();
      },
      tries: () => tries,
    };
  }

  it('puts a file in the place of another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'replaced '));
    try {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      await writeFile(from, 'new');
      await writeFile(to, 'old');
      await replaceFile(from, to, process.platform);
      expect(await readFile(to, 'utf8')).to.equal('new');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    it(`tries again after ${code} on Windows: a virus scanner has the file open`, async () => {
      const { move, tries } = failing(3, code);
      await replaceFile('from', 'to', 'win32', move);
      expect(tries()).to.equal(4);
    });

    it(`fails at once with ${code} elsewhere`, async () => {
      const { move, tries } = failing(3, code);
      expect(await replaceFile('from', 'to', 'linux', move).catch((error: unknown) => error)).to.include({
        code,
      });
      expect(tries()).to.equal(1);
    });
  }

  it('fails at once on Windows, too, with what does not pass', async () => {
    const { move, tries } = failing(3, 'ENOSPC');
    const failure = await replaceFile('from', 'to', 'win32', move).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'ENOSPC' });
    expect(tries()).to.equal(1);
  });
});
