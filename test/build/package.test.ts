import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { programNames } from '../../src/generate/programs/names.ts';
import { POSIX } from '../../src/generate/programs/platforms.ts';
import * as tar from 'tar';
import { buildApp } from '../support/app.ts';

interface PackedFile {
  readonly path: string;
  readonly mode: number;
  readonly mtime: string;
  readonly owner: string;
  readonly text: string;
}

describe('The package', () => {
  let spl: string;
  let files: Map<string, PackedFile>;

  before(async () => {
    spl = await buildApp();
    files = await contentOf(spl);
  });

  const textOf = (path: string) => files.get(path)?.text ?? '';

  it('has the same bytes when it is built again', async () => {
    const first = sumOf(await readFile(spl));
    await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../build.mjs', import.meta.url))]);
    expect(sumOf(await readFile(spl))).to.equal(first);
  });

  it('lets programs be started, and nothing else', () => {
    const started = [...files.values()].filter(
      (file) => !file.path.endsWith('/') && (file.mode & 0o111) !== 0,
    );
    expect(started.map((file) => file.path).sort()).to.deep.equal(
      ['launcher', ...programNames(POSIX)].map((name) => `SA-misp/bin/${name}.sh`).sort(),
    );
    expect([...files.values()].every((file) => (file.mode & 0o600) === 0o600)).to.equal(true);
  });

  it('says nothing of who built it and when', () => {
    for (const file of files.values()) {
      if (!file.path.endsWith('/')) expect(file.mtime).to.equal('1980-01-01T00:00:00.000Z');
      expect(file.owner).to.equal('undefined:undefined');
    }
    for (const { path, text } of files.values()) expect(text.includes(process.cwd()), path).to.equal(false);
  });

  it('has one version', async () => {
    const { version } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as {
      version: string;
    };
    const manifest = JSON.parse(textOf('SA-misp/app.manifest')) as { info: { id: { version: string } } };
    expect(manifest.info.id.version).to.equal(version);
    const stated = [...textOf('SA-misp/default/app.conf').matchAll(/^version = (.*)$/gm)].map(
      (match) => match[1],
    );
    expect(stated).to.deep.equal([version, version]);
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
    expect(textOf('SA-misp/default/app.conf')).to.match(
      new RegExp(`^build = ${major * 10_000 + minor * 100 + patch}$`, 'm'),
    );
    expect(spl).to.contain(version);
  });

  it('names the packages that are in the bundle, with their licences', () => {
    const notices = textOf('SA-misp/THIRD-PARTY-NOTICES.txt');
    const ofPrograms = ['splunk-sdk', 'node-fetch', 'p-retry', 'papaparse', 'valibot', 'socks-proxy-agent'];
    const ofPage = ['react', 'react-dom', 'styled-components', '@splunk/react-ui', '@splunk/themes'];
    for (const name of [...ofPrograms, ...ofPage]) {
      expect(notices).to.match(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    expect(notices).to.contain('Permission is hereby granted');
  });

  it('has a bill of materials with the same packages, each of them a dependency or part of one', async () => {
    const bill = JSON.parse(textOf('SA-misp/sbom.cdx.json')) as {
      bomFormat: string;
      components: { group?: string; name: string; version: string; purl: string }[];
    };
    expect(bill.bomFormat).to.equal('CycloneDX');
    const named = bill.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
    const noticed = [...textOf('SA-misp/THIRD-PARTY-NOTICES.txt').matchAll(/^(\S+) \d\S* \(\S+\)$/gm)];
    expect(named.sort()).to.deep.equal(noticed.map((match) => match[1]).sort());
    const { dependencies, devDependencies } = JSON.parse(
      await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    expect(named).to.include.members(Object.keys(dependencies));
    expect(named.filter((name) => Object.hasOwn(devDependencies, name))).to.deep.equal([]);
  });

  it('has programs that are CommonJS, whatever a package.json above the app says', () => {
    expect(JSON.parse(textOf('SA-misp/bin/package.json'))).to.deep.equal({ type: 'commonjs' });
  });

  it("holds no HTTP client that checks no certificates, splunk-sdk's own", () => {
    // The name and an option of the client that the SDK brings.
    expect(textOf('SA-misp/bin/main.js')).not.to.match(/\bneedle\b|parse_response/);
  });

  for (const name of ['configuration', 'report']) {
    it(`has a page ${name} of at most 1.3 MB, 400 kB when packed, and no define() for Splunk Web to trip over`, () => {
      const page = textOf(`SA-misp/appserver/static/pages/${name}.js`);
      expect(page.length).to.be.above(100_000);
      expect(Buffer.byteLength(page)).to.be.at.most(1_300_000);
      expect(gzipSync(page).length).to.be.at.most(400_000);
      expect(page).not.to.match(/define\.amd/);
    });
  }

  it('has the script that each view names, and the element that it draws into', () => {
    const views = [...files.keys()].filter((path) => /\/default\/data\/ui\/views\/\w+\.xml$/.test(path));
    const pages = views.flatMap((path) => {
      const script = / script="([^"]+)"/.exec(textOf(path))?.[1];
      return script === undefined ? [] : [[textOf(path), script] as const];
    });
    expect(pages).to.have.length(2);
    for (const [view, script] of pages) {
      const [, id = ''] = /<div id="([^"]+)">/.exec(view) ?? [];
      expect(textOf(`SA-misp/appserver/static/${script}`)).to.include(`"${id}"`);
    }
  });

  it('opens the page for those who set it up, and has it in the menu', () => {
    expect(textOf('SA-misp/default/app.conf')).to.match(/^setup_view = configuration$/m);
    expect(textOf('SA-misp/default/data/ui/nav/default.xml')).to.contain('<view name="configuration"/>');
  });

  it('has a shim for every command, and help for the search bar', () => {
    const commands = [...textOf('SA-misp/default/commands.conf').matchAll(/^\[(\w+)\]\nfilename = (\S+)$/gm)];
    expect(commands.length).to.be.greaterThan(0);
    for (const [, name = '', filename = ''] of commands) {
      expect(files.has(`SA-misp/bin/${filename}`)).to.equal(true);
      expect(textOf('SA-misp/default/searchbnf.conf')).to.contain(`[${name}-command]`);
    }
  });
});

async function contentOf(spl: string): Promise<Map<string, PackedFile>> {
  const files = new Map<string, PackedFile>();
  await tar.t({
    file: spl,
    onReadEntry: (entry) => {
      const parts: Buffer[] = [];
      entry.on('data', (part: Buffer) => parts.push(part));
      entry.on('end', () => {
        files.set(entry.path, {
          path: entry.path,
          mode: entry.mode ?? 0,
          mtime: entry.mtime?.toISOString() ?? '',
          owner: `${entry.uid}:${entry.gid}`,
          text: Buffer.concat(parts).toString(),
        });
      });
    },
  });
  return files;
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
