import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SplunkdError } from '../../src/splunkd/errors.ts';
import { KeyFiles } from '../../src/splunkd/key-files.ts';
import { until } from '../support/until.ts';

const uid = process.getuid?.();
const SECRET = '{"misp.misp_key":"the-key"}';
const NAME = '0123456789abcdef0123456789abcdef';

describe('Files by which keys are handed over', () => {
  let splunkHome: string;
  let own: string;
  let folder: string;
  let files: KeyFiles;

  beforeEach(async () => {
    splunkHome = await mkdtemp(join(tmpdir(), 'key files '));
    own = join(splunkHome, 'var/run/SA-misp');
    folder = join(own, 'keys');
    files = new KeyFiles({ splunkHome, uid, now: Date.now });
  });
  afterEach(() => rm(splunkHome, { recursive: true, force: true }));

  async function refusalOf(asking: Promise<unknown>): Promise<string> {
    const error: unknown = await asking.then(
      () => undefined,
      (one: unknown) => one,
    );
    expect(error).to.be.instanceOf(SplunkdError);
    return (error as Error).message;
  }
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it('are of one user alone, have a name that cannot be guessed, and are read once', async () => {
    const name = await files.write(SECRET);
    expect(name).to.match(/^[0-9a-f]{32}$/);
    expect(await files.write(SECRET)).not.to.equal(name);
    expect([await modeOf(folder), await modeOf(join(folder, name))]).to.deep.equal(['700', '600']);
    expect(await files.readAndDelete(name)).to.equal(SECRET);
    expect(existsSync(join(folder, name))).to.equal(false);
    expect(await refusalOf(files.readAndDelete(name))).to.match(
      /as the user that runs splunkd.*\(ENOENT\)\.$/,
    );
  });

  it('are of one user alone whatever the umask is', async () => {
    const umask = process.umask(0);
    try {
      const name = await files.write(SECRET);
      expect([await modeOf(own), await modeOf(folder), await modeOf(join(folder, name))]).to.deep.equal([
        '755',
        '700',
        '600',
      ]);
    } finally {
      process.umask(umask);
    }
  });

  it('are deleted when nobody fetches them', async () => {
    const quick = new KeyFiles({ splunkHome, uid, now: Date.now, maxAgeMs: 50 });
    const name = await quick.write(SECRET);
    // At once: no timer comes before this line.
    expect(existsSync(join(folder, name))).to.equal(true);
    await until('the file is deleted', () => !existsSync(join(folder, name)));
  });

  it('are deleted at the end of the process that made them, those of others are not', async () => {
    const others = await new KeyFiles({ splunkHome, uid, now: Date.now }).write(SECRET);
    await files.write(SECRET);
    files.removeAll();
    expect(await readdir(folder)).to.deep.equal([others]);
  });

  it('are deleted by the next broker when one was killed, and nothing else is', async () => {
    const fresh = await files.write(SECRET);
    const stale = [await files.write(SECRET), await files.write(SECRET)];
    const now = Date.now() / 1000;
    await utimes(join(folder, stale[0] ?? ''), now - 11, now - 11);
    await utimes(join(folder, stale[1] ?? ''), now + 3600, now + 3600);
    await writeFile(join(folder, 'README'), '');
    await utimes(join(folder, 'README'), 0, 0);
    await files.deleteExpired();
    expect((await readdir(folder)).sort()).to.deep.equal([fresh, 'README'].sort());
  });

  for (const name of [
    '',
    '..',
    '../../../etc/passwd',
    `${NAME}/`,
    `${NAME}\n`,
    NAME.toUpperCase(),
    `./${NAME}`,
  ])
    it(`are not read by the name ${JSON.stringify(name)}`, async () => {
      await files.write(SECRET);
      expect(await refusalOf(files.readAndDelete(name))).to.equal(
        'The reply of the broker has no valid file name.',
      );
    });

  it('are not read through a link, and not as something else than a file', async () => {
    await files.write(SECRET);
    const target = join(splunkHome, 'target');
    await writeFile(target, 'not to be read', { mode: 0o600 });
    await symlink(target, join(folder, NAME));
    expect(await refusalOf(files.readAndDelete(NAME))).to.match(/\(ELOOP\)/);
    expect(existsSync(target)).to.equal(true);
    await rm(join(folder, NAME));
    await mkdir(join(folder, NAME), { mode: 0o700 });
    expect(await refusalOf(files.readAndDelete(NAME))).to.match(/cannot be read/);
  });

  it('are not read when others may read them, or when they are no short text', async () => {
    await files.write(SECRET);
    await writeFile(join(folder, NAME), SECRET, { mode: 0o644 });
    expect(await refusalOf(files.readAndDelete(NAME))).to.match(/was not created by the broker/);
    expect(existsSync(join(folder, NAME))).to.equal(false);
    await writeFile(join(folder, NAME), 'x'.repeat(65_537), { mode: 0o600 });
    expect(await refusalOf(files.readAndDelete(NAME))).to.match(/was not created by the broker/);
  });

  for (const mode of [0o777, 0o770, 0o750, 0o701])
    it(`are neither written nor read in a folder of mode ${mode.toString(8)}`, async () => {
      const name = await files.write(SECRET);
      await chmod(folder, mode);
      expect(await refusalOf(files.write(SECRET))).to.match(
        /other users than the one that runs Splunk may enter it/,
      );
      expect(await refusalOf(files.readAndDelete(name))).to.match(
        /other users than the one that runs Splunk may enter it/,
      );
      expect(await readdir(folder)).to.deep.equal([name]);
    });

  for (const which of ['keys', 'SA-misp'] as const)
    it(`are neither written nor read where ${which} is a link`, async () => {
      const elsewhere = await mkdtemp(join(splunkHome, 'elsewhere '));
      if (which === 'keys') await mkdir(own, { recursive: true });
      else await mkdir(join(splunkHome, 'var/run'), { recursive: true });
      await symlink(elsewhere, which === 'keys' ? folder : own);
      for (const asking of [() => files.write(SECRET), () => files.readAndDelete(NAME)])
        expect(await refusalOf(asking())).to.match(/is not a folder of the user that runs Splunk/);
      expect(await readdir(elsewhere)).to.deep.equal([]);
    });

  it('are neither written nor read in a folder of another user', async () => {
    await files.write(SECRET);
    const others = new KeyFiles({ splunkHome, uid: (uid ?? 0) + 1, now: Date.now });
    expect(await refusalOf(others.write(SECRET))).to.match(/is not a folder of the user/);
    expect(await refusalOf(others.readAndDelete(NAME))).to.match(/is not a folder of the user/);
  });

  it("take the app's own folder away from others who may write there", async () => {
    await mkdir(own, { recursive: true });
    await chmod(own, 0o777);
    await files.write(SECRET);
    expect(await modeOf(own)).to.equal('755');
  });

  it('are not handed over without owners of files, or a place for them', async () => {
    for (const options of [
      { splunkHome, uid: undefined },
      { splunkHome: undefined, uid },
    ]) {
      const none = new KeyFiles({ ...options, now: Date.now });
      expect(await refusalOf(none.write(SECRET))).to.match(/not work on Windows.*misp_user/);
      expect(await refusalOf(none.readAndDelete(NAME))).to.match(/not work on Windows.*misp_user/);
    }
  });

  it('say what is wrong when they cannot be written', async () => {
    await writeFile(join(splunkHome, 'var'), '');
    const said = await refusalOf(files.write(SECRET));
    expect(said)
      .to.match(/cannot be written in .*\((ENOTDIR|EEXIST)\)\.$/)
      .and.not.include('the-key');
  });
});
