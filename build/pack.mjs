import { chmod, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import * as tar from 'tar';

/** The same source gives the same bytes: every file is as old as this. */
const MTIME = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? 315_532_800) * 1000);

/** Packs the app's folder, and moves the package to `file` when it is whole. */
export async function pack(app, file) {
  const root = dirname(app);
  const entries = await listing(app);
  for (const { path, isFolder } of entries) await chmod(path, isFolder || isProgram(path) ? 0o755 : 0o644);
  const packed = join(root, basename(file));
  await tar.c(
    { file: packed, cwd: root, gzip: { level: 9 }, portable: true, noDirRecurse: true, mtime: MTIME },
    entries.map(({ path }) => relative(root, path)),
  );
  await rename(packed, file);
  console.log(relative(process.cwd(), file));
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
  return basename(dirname(path)) === 'bin' && /\.(sh|cmd|exe)$|^node$/.test(basename(path));
}
