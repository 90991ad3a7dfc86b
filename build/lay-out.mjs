import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlePages, bundlePrograms } from './bundle.mjs';
import { notices, packagesOf, SBOM, sbom } from './contents.mjs';

/**
 * Puts the files of the app into a folder: what is copied as it is, the help, the bundles, the notices and the bill of materials.
 * @param help content by path in the folder
 */
export async function layOut(root, app, version, help) {
  await cp('app', app, { recursive: true });
  for (const folder of ['bin', 'default', 'lookups', 'metadata'])
    if (existsSync(folder)) await cp(folder, join(app, folder), { recursive: true });
  await cp('LICENSE', join(app, 'LICENSE.txt'));
  await cp('README.md', join(app, 'README.md'));
  for (const file of ['app.manifest', 'default/app.conf']) {
    const text = await readFile(join(app, file), 'utf8');
    const filled = text.replaceAll('@VERSION@', version).replaceAll('@BUILD@', buildNumberOf(version));
    await writeFile(join(app, file), filled);
  }
  for (const [path, html] of help) await writeFile(join(app, path), html);
  const inputs = [...(await bundlePrograms(root, app)), ...(await bundlePages(root, app, version))];
  const packages = await packagesOf(inputs);
  await writeFile(join(app, 'THIRD-PARTY-NOTICES.txt'), await notices(packages));
  await writeFile(join(app, SBOM), sbom(version, packages));
}

/**
 * The build number of app.conf: 1.4.2 is 10402. Splunk Web puts it into the addresses of static files, so that browsers
 * fetch new ones after an upgrade.
 */
function buildNumberOf(version) {
  const [, ...parts] = /^(\d+)\.(\d{1,2})\.(\d{1,2})$/.exec(version) ?? [];
  const [major, minor, patch] = parts.map(Number);
  const number = major * 10_000 + minor * 100 + patch;
  if (number > 0) return String(number);
  throw new Error(
    `package.json has the version ${version}, of which no build number can be made. Write x.y.z, with y and z below 100.`,
  );
}
