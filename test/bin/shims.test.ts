import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { programNames } from '../../src/generate/programs/names.ts';
import { POSIX } from '../../src/generate/programs/platforms.ts';

const bin = fileURLToPath(new URL('../../bin/', import.meta.url));

describe('bin', () => {
  it('has a shim for each program, and for no other', async () => {
    const names = ['launcher', ...programNames(POSIX)];
    // package.json says only that main.js is CommonJS.
    expect(await readdir(bin)).to.have.members([...names.map((name) => `${name}.sh`), 'package.json']);
  });

  it('has shims that differ in nothing but the name they give', async () => {
    const shims = (await readdir(bin)).filter((file) => file.endsWith('.sh') && file !== 'launcher.sh');
    for (const file of shims) {
      const name = file.replace(/\.sh$/, '');
      const text = await readFile(`${bin}${file}`, 'utf8');
      expect(text, file).to.equal(
        `#!/bin/sh\n[ ! -L "$0" ] || exec "$(readlink -f "$0")" "$@"\nexec "\${0%/*}/launcher.sh" ${name} "$@"\n`,
      );
      expect((await stat(`${bin}${file}`)).mode & 0o111, file).to.equal(0o111);
    }
  });
});
