import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** The scripts of views that are pages of our own. */
const PAGES = ['configuration', 'report'];

/** Modules that a bundle does without, and what replaces each: a text, or a file in page-modules. */
const REPLACED_IN_PROGRAMS = [
  // splunk-sdk's own HTTP client checks no certificates. The SDK uses ours, and its own must not be in the package.
  { filter: /platform\/node\/node_http$/, contents: 'module.exports = {}' },
  // Node.js 20 has web streams.
  { filter: /^web-streams-polyfill/, contents: "module.exports = require('node:stream/web')" },
  // Kerberos for proxies: no setting asks for it, and the package comes without the text of its licence.
  { filter: /^proxy-agent-negotiate$/, contents: 'module.exports = { createNegotiateAuth: undefined }' },
  // Colours for a terminal.
  { filter: /^supports-color$/, contents: 'module.exports = { stderr: false }' },
];

const REPLACED_IN_PAGES = [
  // Two families of themes in @splunk/themes that no page of Splunk's uses.
  { filter: /^\.\/splunk-(magnetic|1cd)$/, contents: 'module.exports = {}' },
  { filter: /^colorjs\.io$/, file: 'colours.mjs' },
  { filter: /^@dnd-kit\//, file: 'drag-and-drop.mjs' },
];

/** What both kinds of bundles have in common. */
const COMMON = { bundle: true, minify: true, legalComments: 'none', metafile: true, logLevel: 'warning' };

/** Bundles main.js, which the shims start. Resolves to the files in it. */
export async function bundlePrograms(root, app) {
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outfile: join(app, 'bin/main.js'),
    // With the project's settings the whole file would be strict, and splunk-sdk fails in strict mode.
    tsconfigRaw: {},
    plugins: [replaced(REPLACED_IN_PROGRAMS)],
  });
  return Object.keys(metafile.inputs);
}

/**
 * Bundles a script for each page. Splunk Web loads them by RequireJS, so they are no ES modules.
 * Resolves to the files in them.
 */
export async function bundlePages(root, app, version) {
  const { metafile } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: PAGES.map((page) => `src/pages/${page}.tsx`),
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    outdir: join(app, 'appserver/static/pages'),
    // Some packages call define() when they find one; RequireJS refuses a module without a name.
    define: {
      'process.env.NODE_ENV': '"production"',
      define: 'undefined',
      APP_VERSION: JSON.stringify(version),
    },
    jsx: 'automatic',
    tsconfigRaw: {},
    plugins: [
      replaced(REPLACED_IN_PAGES),
      { name: 'single-functions-of-lodash', setup: singleFunctionsOfLodash },
      { name: 'as-browsers-import', setup: asBrowsersImport },
    ],
  });
  return Object.keys(metafile.inputs);
}

/**
 * Resolves our files without the "type" of package.json: with it esbuild imports CommonJS as Node.js does, where the
 * default import is all of the module's exports. Splunk's packages mean their member `default`.
 */
function asBrowsersImport(plugin) {
  plugin.onResolve({ filter: /\.tsx?$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path) }));
}

/** @splunk/ui-utils requires all of lodash for a dozen of its functions. */
function singleFunctionsOfLodash(plugin) {
  plugin.onLoad({ filter: /@splunk\/ui-utils\/\w+\.js$/ }, async ({ path }) => {
    const source = await readFile(path, 'utf8');
    return {
      contents: source
        .replace('const lodash_1 = require("lodash");', '')
        .replaceAll(/\blodash_1\.(\w+)/g, (_all, name) => `require("lodash/${name}")`),
    };
  });
}

function replaced(modules) {
  const setup = (plugin) => {
    for (const [index, { filter, contents, file }] of modules.entries()) {
      if (file !== undefined) {
        plugin.onResolve({ filter }, () => ({ path: join(import.meta.dirname, 'page-modules', file) }));
        continue;
      }
      const namespace = `replaced-${index}`;
      plugin.onResolve({ filter }, ({ path }) => ({ path, namespace }));
      plugin.onLoad({ filter: /./, namespace }, () => ({ contents }));
    }
  };
  return { name: 'replaced', setup };
}
