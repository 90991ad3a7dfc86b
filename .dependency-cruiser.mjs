/**
 * Which file may import which: one direction between folders, and no circles, not even between types.
 * Each rule is proved by a violation in test/imports.test.ts.
 */

/** What each folder of src may import beside itself: folders, or single files. */
const MAY_IMPORT = {
  common: [],
  protocol: ['common'],
  misp: ['common'],
  splunkd: ['common'],
  broker: ['common', 'splunkd'],
  indicators: ['common', 'misp', 'protocol', 'splunkd'],
  intel: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  // Data: what of the data models is compared.
  matching: ['common', 'intel'],
  alerts: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  inputs: ['common', 'indicators', 'misp', 'protocol', 'splunkd'],
  commands: ['common', 'indicators', 'intel', 'misp', 'protocol', 'splunkd'],
  runtime: ['common', 'alerts', 'broker', 'commands', 'inputs', 'protocol', 'splunkd'],
  // Runs in a browser, so it imports only what needs no Node.js.
  pages: [
    'common',
    'commands/mispintel/options.ts',
    'commands/shared/attribute-options.ts',
    'commands/shared/instance-options.ts',
    'indicators/filter-options.ts',
    'inputs/scheme.ts',
    'intel/feed-names.ts',
    'intel/mapping.ts',
    'intel/match/kinds.ts',
    'matching',
    'misp/http/exposures.ts',
    'misp/query/ids.ts',
    'misp/query/time.ts',
    'misp/sightings/sighting-types.ts',
    'protocol/arguments.ts',
    'protocol/lists.ts',
    'protocol/options.ts',
    'splunkd/instance-schema.ts',
    'splunkd/test-stanza.ts',
  ],
};

const escaped = (path) => path.replaceAll('.', '\\.');
const pathOf = (entry) => (entry.includes('.') ? `${escaped(entry)}$` : `${entry}/`);

const folders = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only ${['itself', ...allowed].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(?:${[folder, ...allowed].map(pathOf).join('|')})` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...folders,
    {
      name: 'main-imports',
      comment: 'src/main.ts hands over to src/runtime and does nothing else.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', pathNot: '^src/runtime/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one, or have a third in common.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'separate-commands',
      comment: 'What two commands need is in src/commands/shared.',
      severity: 'error',
      from: { path: '^src/commands/([^/]+)/', pathNot: '^src/commands/shared/' },
      to: { path: '^src/commands/', pathNot: '^src/commands/(?:$1|shared)/' },
    },
    {
      name: 'shared-by-commands',
      comment: 'src/commands/shared knows no command.',
      severity: 'error',
      from: { path: '^src/commands/shared/' },
      to: { path: '^src/commands/', pathNot: '^src/commands/shared/' },
    },
    {
      name: 'separate-alert-actions',
      comment: 'What two alert actions need is in src/alerts/events or src/alerts/rows.',
      severity: 'error',
      from: { path: '^src/alerts/(add-attributes|create-event|sighting)/' },
      to: {
        path: '^src/alerts/(?:add-attributes|create-event|sighting|program)/',
        pathNot: '^src/alerts/$1/',
      },
    },
    {
      name: 'input-layers',
      comment:
        'src/inputs goes one way: changes -> state, output; claim, state and output know nothing of changes.',
      severity: 'error',
      from: { path: '^src/inputs/(?:claim|state|output)/' },
      to: { path: '^src/inputs/changes/' },
    },
    {
      name: 'misp-layers',
      comment: 'What sends requests knows nothing of what is asked.',
      severity: 'error',
      from: { path: '^src/misp/(?:http|rows|query)/' },
      to: { path: '^src/misp/(?:walks|lookup|sightings|writes|client)' },
    },
    {
      name: 'independent-stand-ins',
      comment: 'A stand-in that shared code with src would share its mistakes.',
      severity: 'error',
      from: { path: '^test/stand-ins/' },
      to: {
        path: '^src/',
        pathNot: '^src/(?:protocol/|intel/mapping\\.ts$|misp/lookup/unicode-ci-table\\.ts$)',
      },
    },
    {
      name: 'independent-live-tests',
      comment: 'What a real MISP is compared with asks it by itself.',
      severity: 'error',
      from: { path: '^test/live/' },
      to: { path: '^src/', pathNot: '^src/(?:protocol/rows\\.ts$|matching/)' },
    },
    {
      name: 'src-without-tests',
      comment: 'The app does not import what only tests have.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|bench|tools|build)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(?:dist|test/dashboards)/' },
  },
};
