import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Rule ids of what lint says of a line at the top of a file. */
async function said(file: string, line: string): Promise<(string | null)[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: { rules: { '@typescript-eslint/no-unused-vars': 'off' } },
  });
  const [result] = await eslint.lintText(`${line}\nexport {};\n`, { filePath: `${root}${file}` });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

describe('Lint', function () {
  this.timeout(60_000);

  it('lets commands import the MISP client, and nothing the other way', async () => {
    const rule = 'import-x/no-restricted-paths';
    expect(await said('src/commands/table.ts', "import '../misp/query.ts';")).not.to.include(rule);
    expect(await said('src/misp/query/query.ts', "import '../commands/table.ts';")).to.include(rule);
    expect(await said('src/misp/query/query.ts', "import '../protocol/rows.ts';")).to.include(rule);
    expect(await said('src/protocol/rows.ts', "import '../misp/query.ts';")).to.include(rule);
    expect(await said('src/splunkd/trust.ts', "import '../indicators/fields.ts';")).to.include(rule);
    expect(await said('src/indicators/fields.ts', "import '../commands/table.ts';")).to.include(rule);
    expect(await said('src/runtime/pipe-capacity.ts', "import '../misp/query.ts';")).to.include(rule);
    expect(await said('src/inputs/run.ts', "import '../runtime/pipe-capacity.ts';")).to.include(rule);
    expect(await said('src/alerts/table.ts', "import '../misp/query.ts';")).not.to.include(rule);
    expect(await said('src/commands/table.ts', "import '../alerts/table.ts';")).to.include(rule);
    expect(await said('src/alerts/table.ts', "import '../commands/table.ts';")).to.include(rule);
  });

  it('lets the pages import shapes, and nothing that needs Node.js', async () => {
    const rule = 'import-x/no-restricted-paths';
    const page = 'src/pages/model/names.ts';
    expect(await said(page, "import '../../splunkd/instance-schema.ts';")).not.to.include(rule);
    expect(await said(page, "import '../../misp/sighting-types.ts';")).not.to.include(rule);
    expect(await said(page, "import '../../splunkd/instances.ts';")).to.include(rule);
    expect(await said(page, "import '../../misp/query.ts';")).to.include(rule);
    expect(await said('src/splunkd/trust.ts', "import '../pages/model/names.ts';")).to.include(rule);
  });

  it('keeps the process to main.ts', async () => {
    expect(await said('src/misp/query/query.ts', 'process.exit();')).to.include('no-restricted-globals');
    expect(await said('src/main.ts', 'process.exit();')).not.to.include('no-restricted-globals');
  });
});
