import { build } from 'esbuild';

/** Puts Dashboard Studio, as page.mjs has it, into one script. As a program: `bundle.mjs FILE`. */
export async function bundle(outfile) {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['page.mjs'],
    bundle: true,
    minify: true,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
    outfile,
    logLevel: 'error',
  });
}

if (process.argv[1] === import.meta.filename) await bundle(process.argv[2]);
