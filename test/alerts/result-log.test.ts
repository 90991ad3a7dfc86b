import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { appendResults } from '../../src/alerts/program/result-log.ts';

describe('The log of results of alert actions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'result-log-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const at = { now: Date.now(), pid: 42 };

  it('is appended to, a line for each result', async () => {
    const path = join(folder, 'a_modalert.log');
    await appendResults(path, [], at);
    expect(readdirSync(folder)).to.deep.equal([]);
    await appendResults(path, ['one', 'two'], at);
    await appendResults(path, ['three'], at);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^.* \| /, ''))).to.deep.equal(['one', 'two', 'three']);
    expect(lines[0]).to.include(' INFO pid=42 ');
  });

  it('is rotated when it is large, and five are kept', async () => {
    const path = join(folder, 'a_modalert.log');
    for (let round = 0; round < 8; round += 1) {
      await appendResults(path, [`round ${round}`], at);
      truncateSync(path, 25_000_001);
    }
    await appendResults(path, ['last'], at);
    expect(readdirSync(folder).sort()).to.deep.equal(
      ['', '.1', '.2', '.3', '.4', '.5'].map((end) => `a_modalert.log${end}`),
    );
    expect(readFileSync(path, 'utf8')).to.match(/last\n$/);
  });

  it('grows, and keeps the older ones, while it cannot be moved, as on Windows where another program has it open', async () => {
    const path = join(folder, 'a_modalert.log');
    mkdirSync(`${path}.0`);
    for (const name of [path, `${path}.1`, `${path}.5`]) writeFileSync(name, name);
    truncateSync(path, 25_000_001);
    await appendResults(path, ['one'], at);
    await appendResults(path, ['two'], at);
    expect(readFileSync(path, 'utf8')).to.match(/one\n.*two\n$/);
    for (const name of [`${path}.1`, `${path}.5`]) expect(readFileSync(name, 'utf8')).to.equal(name);
  });
});
