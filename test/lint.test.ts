import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ids of the rules that a text violates as the content of a file. */
async function violations(file: string, text: string): Promise<(string | null)[]> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: { rules: { '@typescript-eslint/no-unused-vars': 'off' } },
  });
  const [result] = await eslint.lintText(text, { filePath: `${root}${file}` });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

describe('Lint', () => {
  it('keeps the global process to main.ts', async () => {
    const text = 'process.exit();\nexport {};\n';
    expect(await violations('src/misp/client.ts', text)).to.include('no-restricted-globals');
    expect(await violations('src/main.ts', text)).not.to.include('no-restricted-globals');
  });

  it('warns of files of more than 200 lines, and not of their comments and blank lines', async () => {
    const lines = (count: number) =>
      'export const line = 1;\n'.repeat(count).replaceAll(/line/g, () => `_${count--}`);
    const comments = '// A comment.\n\n'.repeat(100);
    expect(await violations('src/misp/client.ts', comments + lines(200))).not.to.include('max-lines');
    expect(await violations('src/misp/client.ts', lines(201))).to.include('max-lines');
  });
});
