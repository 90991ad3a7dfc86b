import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A package of the npm registry that holds Node.js, as a file of the folder `cache`.
 * @param integrity its sum, as `npm view NAME@VERSION dist.integrity` has it
 */
export async function fetchNode({ name, version, integrity }, cache) {
  const file = join(cache, `${name}-${version}.tgz`);
  const matches = async () => {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
  };
  if (await matches()) return file;
  await mkdir(cache, { recursive: true });
  execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', cache], {
    stdio: 'pipe',
  });
  if (await matches()) return file;
  throw new Error(`${name}@${version} is not the package that the build knows.`);
}
