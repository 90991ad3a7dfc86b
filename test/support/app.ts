import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tar from 'tar';

const root = fileURLToPath(new URL('../../', import.meta.url));

let built: Promise<string> | undefined;

/** Builds the package, once a process. Resolves to the path of the `.spl`. `BUILT=1` says that dist is up to date. */
export function buildApp(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  if (process.env['BUILT'] === undefined)
    await promisify(execFile)(process.execPath, [join(root, 'build.mjs')]);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(root, 'dist', `SA-misp-${version}.spl`);
}

/** Unpacks a `.spl` as Splunk does. Resolves to the app's folder. */
export async function installApp(spl: string, splunkHome: string): Promise<string> {
  const apps = join(splunkHome, 'etc/apps');
  await mkdir(apps, { recursive: true });
  await tar.x({ file: spl, cwd: apps });
  return join(apps, 'SA-misp');
}
