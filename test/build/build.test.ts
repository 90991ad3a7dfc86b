import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('build.mjs', () => {
  describe('in a small project', () => {
    let project: string;

    beforeEach(async () => {
      project = await smallProject();
    });

    afterEach(() => rm(project, { recursive: true }));

    it('writes the generated files that are not as they should be, and touches no other', async () => {
      await runBuild(project);
      const commands = join(project, 'default/commands.conf');
      const { mtimeMs } = await stat(commands);
      await writeFile(join(project, 'default/searchbnf.conf'), 'edited by hand\n');
      await runBuild(project);
      expect((await stat(commands)).mtimeMs).to.equal(mtimeMs);
      expect(await readFile(join(project, 'default/searchbnf.conf'), 'utf8')).to.equal('# generated\n');
    });

    it('names those files with --check, and writes nothing', async () => {
      await runBuild(project);
      expect((await runBuild(project, '--check')).stdout).to.equal('Generated files are up to date (2).\n');
      await rm(join(project, 'dist'), { recursive: true });
      await writeFile(join(project, 'default/commands.conf'), 'edited by hand\n');
      const failed = await runBuild(project, '--check').catch((error: unknown) => error);
      expect(failed).to.include({ code: 1, stdout: '' });
      expect(failed)
        .to.have.property('stderr')
        .that.matches(/^Not up to date: default\/commands\.conf\. /);
      expect(await readFile(join(project, 'default/commands.conf'), 'utf8')).to.equal('edited by hand\n');
      expect(await readdir(project)).not.to.include('dist');
    });

    it('takes the version from package.json alone', async () => {
      await runBuild(project);
      expect(await readdir(join(project, 'dist'))).to.have.members(['SA-misp', 'SA-misp-9.8.7.spl']);
      const [manifest, conf] = await Promise.all(
        ['app.manifest', 'default/app.conf'].map((file) =>
          readFile(join(project, 'dist/SA-misp', file), 'utf8'),
        ),
      );
      expect(manifest).to.match(/"version": "9\.8\.7"/);
      expect(conf?.match(/^version = .*$/gm)).to.deep.equal(['version = 9.8.7', 'version = 9.8.7']);
    });

    it('takes lookups along when there are some', async () => {
      await mkdir(join(project, 'lookups'));
      await writeFile(join(project, 'lookups/a.csv'), 'b,c\n');
      await runBuild(project);
      expect(await readFile(join(project, 'dist/SA-misp/lookups/a.csv'), 'utf8')).to.equal('b,c\n');
    });

    it('may run several times at once', async () => {
      await Promise.all([1, 2, 3, 4].map(() => runBuild(project)));
      expect(await readdir(join(project, 'dist'))).to.have.members(['SA-misp', 'SA-misp-9.8.7.spl']);
      expect(await readdir(join(project, 'dist/SA-misp/bin'))).to.include('main.js');
    });

    it('leaves what was built before in its place when it fails', async () => {
      await runBuild(project);
      const spl = await readFile(join(project, 'dist/SA-misp-9.8.7.spl'));
      await writeFile(join(project, 'src/main.ts'), 'this is no TypeScript');
      expect(await runBuild(project).catch((error: unknown) => error)).to.include({ code: 1 });
      expect(await readdir(join(project, 'dist'))).to.have.members(['SA-misp', 'SA-misp-9.8.7.spl']);
      expect(await readFile(join(project, 'dist/SA-misp-9.8.7.spl'))).to.deep.equal(spl);
    });
  });

  it('lays an edition out with the starters and conf files of its platform, and no others', async () => {
    const module = (await import(new URL('../../build/editions.mjs', import.meta.url).href)) as {
      overlay(app: string, platform: string): Promise<void>;
    };
    const app = await mkdtemp(join(tmpdir(), 'edition '));
    try {
      for (const folder of ['bin', 'default'])
        await cp(join(root, folder), join(app, folder), { recursive: true });
      await module.overlay(app, 'linux_x86_64');
      expect(await readdir(join(app, 'bin'))).to.deep.equal(await readdir(join(root, 'bin')));
      await module.overlay(app, 'windows_x86_64');
      const windows = join(root, 'build/editions/windows_x86_64');
      const starters = await readdir(join(windows, 'bin'));
      expect(await readdir(join(app, 'bin'))).to.have.members([...starters, 'package.json']);
      const confs = await readdir(join(root, 'default'));
      expect(await readdir(join(app, 'default'))).to.deep.equal(
        // It names a starter of Linux.
        confs.filter((conf) => conf !== 'restmap.conf'),
      );
      for (const conf of await readdir(join(windows, 'default')))
        expect(await readFile(join(app, 'default', conf))).to.deep.equal(
          await readFile(join(windows, 'default', conf)),
        );
    } finally {
      await rm(app, { recursive: true });
    }
  });

  it('names in the notices every package that has code in the bundle, and no other', async () => {
    const out = await mkdtemp(join(tmpdir(), 'built '));
    try {
      await runBuild(root, '--out', out);
      const notices = await readFile(join(out, 'SA-misp/THIRD-PARTY-NOTICES.txt'), 'utf8');
      const named = [...notices.matchAll(/(?:^-{80}\n\n|packages\.\n\n)(\S+) \d/gm)].map((match) => match[1]);
      // A package may be there in two versions.
      expect([...new Set(named)].sort()).to.deep.equal(await packagesReached());
    } finally {
      await rm(out, { recursive: true });
    }
  });
});

function runBuild(project: string, ...flags: string[]) {
  return promisify(execFile)(process.execPath, [join(project, 'build.mjs'), ...flags]);
}

/** The build and the app's own files, with a generator, a program and a page of one line each. */
async function smallProject(): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'small project '));
  for (const path of ['build.mjs', 'build', 'app', 'bin', 'default', 'metadata', 'LICENSE']) {
    await cp(join(root, path), join(project, path), { recursive: true });
  }
  await mkdir(join(project, 'node_modules'));
  await mkdir(join(project, 'node_modules/@cyclonedx'));
  for (const name of ['esbuild', 'tar', '@cyclonedx/cyclonedx-library', 'commander']) {
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
  await mkdir(join(project, 'src/generate'), { recursive: true });
  await writeFile(
    join(project, 'src/generate/index.ts'),
    "export const generate = async () => new Map(['commands', 'searchbnf'].map((name) => [`default/${name}.conf`, '# generated\\n']));\nexport const helpFiles = async () => new Map();\n",
  );
  await writeFile(join(project, 'src/main.ts'), 'console.log(1);\n');
  await mkdir(join(project, 'src/pages'));
  for (const page of ['configuration', 'report'])
    await writeFile(join(project, `src/pages/${page}.tsx`), 'console.log(2);\n');
  await writeFile(join(project, 'README.md'), '# Small\n');
  await writeFile(join(project, 'package.json'), '{ "version": "9.8.7" }\n');
  return project;
}

/** By esbuild's own account of what imports what, without what the build leaves out. */
async function packagesReached(): Promise<string[]> {
  const leftOut =
    /node_http\.js$|\/web-streams-polyfill\/|\/supports-color\/|\/proxy-agent-negotiate\/|\/@dnd-kit\/|\/colorjs\.io\/|\/splunk-(magnetic|1cd)\/index\.js$/;
  const reached = new Set<string>();
  const follow = (path: string, inputs: Metafile['inputs']) => {
    if (reached.has(path) || leftOut.test(path)) return;
    reached.add(path);
    for (const one of inputs[path]?.imports ?? []) follow(one.path, inputs);
  };
  for (const [entry, platform] of [
    ['src/main.ts', 'node'],
    ['src/pages/configuration.tsx', 'browser'],
    ['src/pages/report.tsx', 'browser'],
  ] as const) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      bundle: true,
      platform,
      define: { 'process.env.NODE_ENV': '"production"' },
      write: false,
      outdir: 'nowhere',
      metafile: true,
      jsx: 'automatic',
      tsconfigRaw: {},
      logLevel: 'error',
    });
    follow(entry, metafile.inputs);
  }
  const names = [...reached].flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}
