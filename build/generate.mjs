import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Resolves to what src/generate exports. @param cache a folder below node_modules, where imports resolve */
export async function loadGenerators(root, cache) {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'generate-'));
  const outfile = join(folder, 'generate.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/generate/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Writes those generated files that differ. */
export async function update(files) {
  for (const path of await outdated(files)) {
    await mkdir(dirname(path), { recursive: true });
    // A shim is a program, also when it is new.
    await writeFile(path, files.get(path), { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
}

/** Reports whether the generated files are up to date. Resolves to the exit code. */
export async function check(files) {
  const paths = await outdated(files);
  if (paths.length > 0) {
    console.error(`Not up to date: ${paths.join(', ')}. Run npm run build and commit what it writes.`);
    return 1;
  }
  console.log(`Generated files are up to date (${files.size}).`);
  return 0;
}

async function outdated(files) {
  const found = [];
  for (const [path, content] of files) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current !== content) found.push(path);
  }
  return found;
}
