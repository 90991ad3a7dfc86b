/**
 * Builds the app: generate -> bundle -> lay out -> pack. Writes dist/SA-misp and dist/SA-misp-<version>.spl.
 *
 *   node build.mjs              the edition that uses the host's Node.js
 *   node build.mjs --editions   and those that carry one
 *   node build.mjs --edition windows_x86_64   and this one
 *   node build.mjs --out DIR    into another folder than dist
 *   node build.mjs --check      only says whether the generated files are up to date
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { notices, packagesOf, SBOM, sbom } from './build/contents.mjs';
import { layOutEdition, PLATFORMS } from './build/editions.mjs';
import { pack } from './build/pack.mjs';

const APP = 'SA-misp';
const ROOT = dirname(fileURLToPath(import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/sa-misp');

/** Modules that the bundle is better without: what is put in their place says why. */
const LEFT_OUT = [
  // splunk-sdk's own HTTP client checks no certificates; ours is given to it, and its must not even be there.
  { filter: /platform\/node\/node_http$/, contents: 'module.exports = {}' },
  // For Nodes that have no web streams.
  { filter: /^web-streams-polyfill/, contents: "module.exports = require('node:stream/web')" },
  // Kerberos for proxies, which no setting asks for; the package comes without its licence's text.
  { filter: /^proxy-agent-negotiate$/, contents: 'module.exports = { createNegotiateAuth: undefined }' },
  // Colours for a terminal.
  { filter: /^supports-color$/, contents: 'module.exports = { stderr: false }' },
];

/** The scripts of views that are pages of our own. */
const PAGES = ['configuration', 'report'];

/** The same for pages: two families of themes that @splunk/themes carries along, and no page of Splunk's uses. */
const LEFT_OUT_OF_PAGE = [{ filter: /^\.\/splunk-(magnetic|1cd)$/, contents: 'module.exports = {}' }];

const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean' },
    edition: { type: 'string', multiple: true },
    editions: { type: 'boolean' },
    out: { type: 'string', default: join(ROOT, 'dist') },
  },
});
const OUT = resolve(flags.out);
process.chdir(ROOT);
const generated = await generate();
if (flags.check) {
  process.exitCode = await check(generated);
} else {
  for (const path of await stale(generated)) await writeGenerated(path, generated.get(path));
  await mkdir(OUT, { recursive: true });
  // Builds may run side by side: each works in a folder of its own, and what is done is moved to its place.
  const work = await mkdtemp(join(OUT, '.build-'));
  try {
    await buildIn(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function buildIn(work) {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  const app = join(work, APP);
  await layOut(app, version);
  await pack(app, join(OUT, `${APP}-${version}.spl`));
  const unknown = flags.edition?.find((one) => !PLATFORMS.includes(one));
  if (unknown !== undefined) throw new Error(`There is no edition ${unknown}: ${PLATFORMS.join(', ')}.`);
  for (const platform of flags.editions ? PLATFORMS : (flags.edition ?? [])) {
    const edition = await layOutEdition(app, platform, CACHE);
    await pack(edition, join(OUT, `${APP}-${version}-${platform}.spl`));
  }
  const old = join(work, 'old');
  await rename(join(OUT, APP), old).catch(() => undefined);
  await rename(app, join(OUT, APP)).catch(ignoreAnotherBuild);
}

/** When another build has put its own there meanwhile, that one is as good. */
function ignoreAnotherBuild(error) {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

/** Files made from the declarations of the commands: path to content. */
async function generate() {
  await mkdir(CACHE, { recursive: true });
  // Below node_modules, where the packages it imports are found.
  const folder = await mkdtemp(join(CACHE, 'generate-'));
  const outfile = join(folder, 'generate.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/generate/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  try {
    const module = await import(pathToFileURL(outfile).href);
    return await module.generate();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A new shim is a program from the beginning. */
async function writeGenerated(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
}

/** Those whose content is not what it should be. */
async function stale(files) {
  const found = [];
  for (const [path, content] of files) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current !== content) found.push(path);
  }
  return found;
}

async function check(files) {
  const paths = await stale(files);
  if (paths.length > 0) {
    console.error(`Not up to date: ${paths.join(', ')}. Run npm run build and commit what it writes.`);
    return 1;
  }
  console.log(`Generated files are up to date (${files.size}).`);
  return 0;
}

async function layOut(app, version) {
  await cp('app', app, { recursive: true });
  for (const folder of ['bin', 'default', 'lookups', 'metadata']) {
    if (existsSync(folder)) await cp(folder, join(app, folder), { recursive: true });
  }
  await cp('LICENSE', join(app, 'LICENSE.txt'));
  await cp('README.md', join(app, 'README.md'));
  for (const file of ['app.manifest', 'default/app.conf']) {
    const text = await readFile(join(app, file), 'utf8');
    await writeFile(
      join(app, file),
      text.replaceAll('@VERSION@', version).replaceAll('@BUILD@', buildOf(version)),
    );
  }
  await bundle(app, version);
}

/**
 * Splunk Web puts it into the addresses of static files, so that browsers take new ones after an upgrade: 1.4.2 is 10402.
 */
function buildOf(version) {
  const [, ...parts] = /^(\d+)\.(\d{1,2})\.(\d{1,2})$/.exec(version) ?? [];
  const [major, minor, patch] = parts.map(Number);
  const number = major * 10_000 + minor * 100 + patch;
  if (number > 0) return String(number);
  throw new Error(
    `No build of app.conf can be made from the version ${version} of package.json: it is x.y.z, y and z below 100.`,
  );
}

async function bundle(app, version) {
  const inputs = [...(await bundlePrograms(app)), ...(await bundlePages(app))];
  const packages = await packagesOf(inputs);
  await writeFile(join(app, 'THIRD-PARTY-NOTICES.txt'), await notices(packages));
  await writeFile(join(app, SBOM), sbom(version, packages));
}

/** What the shims start. Resolves to the files that are in it. */
async function bundlePrograms(app) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile: join(app, 'bin/main.js'),
    legalComments: 'none',
    // Modules are strict as it is; with the project's settings the whole file would be, which splunk-sdk cannot stand.
    tsconfigRaw: {},
    metafile: true,
    logLevel: 'warning',
    plugins: [leaveOut(LEFT_OUT)],
  });
  return Object.keys(metafile.inputs);
}

/** What the views load, a script each: RequireJS, by which Splunk Web loads it, takes no ES modules. Resolves to the files in them. */
async function bundlePages(app) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: PAGES.map((page) => `src/pages/${page}.tsx`),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    outdir: join(app, 'appserver/static/pages'),
    // Splunk Web loads scripts by RequireJS, whose define() some packages would call, and which takes none without a name.
    define: { 'process.env.NODE_ENV': '"production"', define: 'undefined' },
    jsx: 'automatic',
    legalComments: 'none',
    tsconfigRaw: {},
    metafile: true,
    logLevel: 'warning',
    plugins: [leaveOut(LEFT_OUT_OF_PAGE), { name: 'as-browsers-import', setup: asBrowsersImport }],
  });
  return Object.keys(metafile.inputs);
}

/**
 * Takes our files without the "type" of package.json: with it esbuild gives them CommonJS as Node.js does, where the
 * default import is all of the module's exports. Splunk's packages mean their member `default`.
 */
function asBrowsersImport(plugin) {
  plugin.onResolve({ filter: /\.tsx?$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path) }));
}

function leaveOut(modules) {
  const setup = (plugin) => {
    for (const [index, { filter, contents }] of modules.entries()) {
      const namespace = `left-out-${index}`;
      plugin.onResolve({ filter }, ({ path }) => ({ path, namespace }));
      plugin.onLoad({ filter: /./, namespace }, () => ({ contents }));
    }
  };
  return { name: 'leave-out', setup };
}
