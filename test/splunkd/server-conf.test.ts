import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sslSettings } from '../../src/splunkd/server-conf.ts';

describe('Settings of server.conf', () => {
  const home = mkdtempSync(join(tmpdir(), 'server-conf-'));
  after(() => {
    rmSync(home, { recursive: true });
  });

  for (const value of ['a\u2028b', '\u2029', 'a\rb', '[x]', 'a = b # c'])
    it(`are read to the end of the line: ${JSON.stringify(value)}`, () => {
      mkdirSync(join(home, 'etc/system/local'), { recursive: true });
      writeFileSync(
        join(home, 'etc/system/local/server.conf'),
        `[sslConfig]\nserverCert = ${value}\nlast = 1\n`,
      );
      expect(Array.from(sslSettings(home), ([name, setting]) => [name, setting.value])).to.deep.equal([
        ['serverCert', value.trim()],
        ['last', '1'],
      ]);
    });
});
