import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which folders of src a folder may import from; `main.ts` and `generate` may import all. */
const MAY_IMPORT = {
  common: [],
  runtime: [],
  protocol: ['common'],
  misp: ['common'],
  splunkd: ['common'],
  broker: ['common', 'splunkd'],
  indicators: ['common', 'misp', 'protocol', 'splunkd'],
  intel: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  alerts: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  inputs: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  commands: ['common', 'indicators', 'intel', 'misp', 'protocol', 'splunkd'],
  // It runs in a browser: of what is ours, only shapes that need no Node.js.
  pages: [
    'common',
    'splunkd/instance-schema.ts',
    'inputs/scheme.ts',
    'protocol/options.ts',
    'intel/mapping.ts',
    'intel/feed-names.ts',
    'misp/http/exposures.ts',
    'misp/query/ids.ts',
    'misp/sightings/sighting-types.ts',
    'misp/query/time.ts',
  ],
};

const zones = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [`./${folder}`, ...allowed.map((one) => `./${one}`)],
  message: `src/${folder} may import only ${['itself', ...allowed].join(', ')}.`,
}));

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.venv/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Headers and JSON members are read by name, whether an index signature says so or not.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
      'import-x/extensions': ['.ts', '.tsx', '.js'],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      // Streams, clock and environment come in as arguments.
      'no-restricted-globals': ['error', 'process'],
      'no-console': 'error',
    },
  },
  { files: ['src/main.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
