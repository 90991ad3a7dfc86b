import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { cruise, type IConfiguration, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

const rules = new URL('../.dependency-cruiser.mjs', import.meta.url).href;
const { default: config } = (await import(rules)) as { default: IConfiguration };

type Files = Readonly<Record<string, string>>;

/** The names of the rules that a project of these files violates. */
async function violations(files: Files): Promise<string[]> {
  const project = await mkdtemp(join(tmpdir(), 'sa-misp-imports-'));
  const before = process.cwd();
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(project, dirname(file)), { recursive: true });
      await writeFile(join(project, file), text);
    }
    await symlink(join(before, 'node_modules'), join(project, 'node_modules'));
    process.chdir(project);
    const { forbidden = [], options } = config;
    const cruiseOptions: ICruiseOptions = { ...options, validate: true, ruleSet: { forbidden } };
    const { output } = await cruise(Object.keys(files), cruiseOptions);
    return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name);
  } finally {
    process.chdir(before);
    await rm(project, { recursive: true });
  }
}

/** A project in which one file imports another. */
function importing(from: string, to: string): Files {
  const path = join('.', '../'.repeat(from.split('/').length - 1), to);
  return {
    [from]: `import { one } from './${path}';\nexport const two = one;\n`,
    [to]: 'export const one = 1;\n',
  };
}

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['src/main.ts', 'src/runtime/programs.ts'],
  ['src/runtime/programs.ts', 'src/commands/table.ts'],
  ['src/commands/table.ts', 'src/commands/mispsearch/command.ts'],
  ['src/commands/mispsearch/command.ts', 'src/commands/mispsearch/run.ts'],
  ['src/commands/mispsearch/command.ts', 'src/commands/shared/services.ts'],
  ['src/commands/mispsearch/command.ts', 'src/misp/client.ts'],
  ['src/alerts/create-event/run.ts', 'src/alerts/rows/tags.ts'],
  ['src/inputs/changes/pull.ts', 'src/inputs/state/store.ts'],
  ['src/misp/walks/pages.ts', 'src/misp/http/http.ts'],
  ['src/pages/app.tsx', 'src/splunkd/instance-schema.ts'],
  ['src/pages/app.tsx', 'src/matching/table.ts'],
  ['src/matching/dataset.ts', 'src/intel/match/kinds.ts'],
  ['test/stand-ins/misp/server.ts', 'test/support/certificates.ts'],
];

const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['main-imports', 'src/main.ts', 'src/commands/table.ts'],
  ['common-imports', 'src/common/quoted.ts', 'src/misp/client.ts'],
  ['matching-imports', 'src/matching/table.ts', 'src/misp/client.ts'],
  ['protocol-imports', 'src/protocol/rows.ts', 'src/misp/client.ts'],
  ['misp-imports', 'src/misp/client.ts', 'src/protocol/rows.ts'],
  ['splunkd-imports', 'src/splunkd/trust.ts', 'src/indicators/fields.ts'],
  ['broker-imports', 'src/broker/run.ts', 'src/misp/client.ts'],
  ['indicators-imports', 'src/indicators/fields.ts', 'src/intel/mapping.ts'],
  ['intel-imports', 'src/intel/mapping.ts', 'src/commands/table.ts'],
  ['matching-imports', 'src/matching/datasets.ts', 'src/misp/client.ts'],
  ['alerts-imports', 'src/alerts/table.ts', 'src/commands/table.ts'],
  ['inputs-imports', 'src/inputs/run.ts', 'src/runtime/stdout.ts'],
  ['commands-imports', 'src/commands/table.ts', 'src/alerts/table.ts'],
  ['runtime-imports', 'src/runtime/programs.ts', 'src/generate/conf.ts'],
  ['pages-imports', 'src/pages/app.tsx', 'src/splunkd/instances.ts'],
  ['pages-imports', 'src/pages/app.tsx', 'src/misp/client.ts'],
  ['separate-commands', 'src/commands/mispsearch/run.ts', 'src/commands/mispfetch/run.ts'],
  ['shared-by-commands', 'src/commands/shared/services.ts', 'src/commands/mispfetch/run.ts'],
  ['separate-alert-actions', 'src/alerts/sighting/run.ts', 'src/alerts/create-event/run.ts'],
  ['input-layers', 'src/inputs/state/store.ts', 'src/inputs/changes/pull.ts'],
  ['misp-layers', 'src/misp/http/http.ts', 'src/misp/walks/pages.ts'],
  ['independent-stand-ins', 'test/stand-ins/misp/server.ts', 'src/misp/query/time.ts'],
  ['independent-live-tests', 'test/live/reads.live.ts', 'src/misp/client.ts'],
  ['src-without-tests', 'src/misp/client.ts', 'test/stand-ins/misp/server.ts'],
];

describe('Imports', () => {
  for (const [from, to] of ALLOWED)
    it(`go from ${from} to ${to}`, async () => {
      expect(await violations(importing(from, to))).to.deep.equal([]);
    });

  for (const [rule, from, to] of FORBIDDEN)
    it(`do not go from ${from} to ${to}`, async () => {
      expect(await violations(importing(from, to))).to.deep.equal([rule]);
    });

  it('make no circles, not even of types', async () => {
    const circle = (keyword: string) => ({
      'src/misp/a.ts': `import ${keyword} { B } from './b.ts';\nexport class A { b?: B }\n`,
      'src/misp/b.ts': `import ${keyword} { A } from './a.ts';\nexport class B { a?: A }\n`,
    });
    for (const keyword of ['', 'type']) expect(await violations(circle(keyword))).to.include('no-circles');
  });

  it('have a violation here for each rule', () => {
    const proved = [...FORBIDDEN.map(([rule]) => rule), 'no-circles'];
    expect(new Set(proved)).to.deep.equal(new Set(config.forbidden?.map(({ name }) => name)));
  });
});
