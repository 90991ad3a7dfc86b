/**
 * Builds the app: generate -> bundle -> lay out -> pack. Writes dist/SA-misp and dist/SA-misp-<version>.spl.
 * `node build.mjs --help`
 */
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { commandLine } from './build/command-line.mjs';
import { layOutEdition, PLATFORMS } from './build/editions.mjs';
import { check, loadGenerators, update } from './build/generate.mjs';
import { layOut } from './build/lay-out.mjs';
import { pack } from './build/pack.mjs';

const APP = 'SA-misp';
const ROOT = dirname(fileURLToPath(import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/sa-misp');

const flags = commandLine(
  'build',
  'Builds dist/SA-misp and dist/SA-misp-<version>.spl, and writes the generated files.',
)
  .option('--editions', 'build the editions that carry a Node.js, too')
  .addOption(
    new Option('--edition <platform...>', 'build this one of them, too')
      .choices(PLATFORMS)
      .default([], 'none'),
  )
  .option('--out <folder>', 'write into another folder than dist', join(ROOT, 'dist'))
  .option('--check', 'only report whether the generated files are up to date')
  .parse()
  .opts();
const platforms = flags.editions ? PLATFORMS : flags.edition;
const out = resolve(flags.out);
process.chdir(ROOT);
const { generate, helpFiles } = await loadGenerators(ROOT, CACHE);
const files = await generate();
if (flags.check) {
  process.exitCode = await check(files);
} else {
  await update(files);
  await mkdir(out, { recursive: true });
  // Builds may run side by side: each works in a folder of its own, and moves what is done to its place.
  const work = await mkdtemp(join(out, '.build-'));
  try {
    await buildIn(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function buildIn(work) {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  const app = join(work, APP);
  await layOut(ROOT, app, version, await helpFiles(version));
  await pack(app, join(out, `${APP}-${version}.spl`));
  for (const platform of platforms) {
    const edition = await layOutEdition(app, platform, CACHE);
    await pack(edition, join(out, `${APP}-${version}-${platform}.spl`));
  }
  await rename(join(out, APP), join(work, 'old')).catch(() => undefined);
  await rename(app, join(out, APP)).catch(ignoreAnotherBuild);
}

/** Another build has moved its folder there meanwhile. */
function ignoreAnotherBuild(error) {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
