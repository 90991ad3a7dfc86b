import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { acquirePipeLock } from '../../src/inputs/lock/pipe-lock.ts';

describe('The claim to an input on Windows', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pipes '));
  });
  afterEach(() => rm(folder, { recursive: true }));

  // Unix sockets are made as named pipes are: once.
  const claim = (checkpoints: string, input: string) =>
    acquirePipeLock(checkpoints, input, (id) => join(folder, id.slice(0, 20)));
  const failureOf = (done: Promise<unknown>) => done.catch((error: unknown) => error);

  it('is refused while another has it, and given when that one gives it up', async () => {
    const release = await claim('C:\\Splunk\\var', 'misp_covid');
    expect(await failureOf(claim('C:\\Splunk\\var', 'misp_covid')))
      .to.have.property('message')
      .that.equals('The previous run is still running, so this run exits.');
    await release();
    await (
      await claim('C:\\Splunk\\var', 'misp_covid')
    )();
  });

  it('is to one input of one Splunk, whose folder may be written in capitals', async () => {
    const releases = [
      await claim('C:\\Splunk\\var', 'misp_covid'),
      await claim('C:\\Splunk\\var', 'MISP_covid'),
      await claim('D:\\Splunk\\var', 'misp_covid'),
    ];
    expect(await failureOf(claim('c:\\splunk\\VAR', 'misp_covid'))).to.be.an('error');
    for (const release of releases) await release();
  });

  it('says what else is wrong as it is', async () => {
    const failure = await failureOf(acquirePipeLock('a', 'b', () => join(folder, 'no such folder', 'pipe')));
    expect(failure).to.have.property('code').that.is.oneOf(['ENOENT', 'EACCES']);
  });
});
