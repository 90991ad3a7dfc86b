import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The lists of files below the heading Walks of docs/architecture.md, by their titles. */
function walks(): Map<string, string[]> {
  const [, section = ''] = readFileSync(`${root}docs/architecture.md`, 'utf8').split('\n## Walks\n');
  const found = new Map<string, string[]>();
  for (const [, title = '', list = ''] of section.matchAll(/^\*\*(.+)\*\*\n\n((?:\d+\. .*\n?)+)/gm))
    found.set(
      title,
      list
        .trim()
        .split('\n')
        .map((line) => /`(.+)`/.exec(line)?.[1] ?? line),
    );
  return found;
}

/** What each file of src imports, types and modules loaded on demand included. */
async function importsOfSrc(): Promise<Map<string, Set<string>>> {
  const { output } = await cruise(['src'], {
    baseDir: root,
    tsPreCompilationDeps: true,
    includeOnly: '^src',
  });
  const { modules } = output as ICruiseResult;
  return new Map(
    modules.map(({ source, dependencies }) => [
      source,
      new Set(dependencies.map(({ resolved }) => resolved)),
    ]),
  );
}

describe('The walks of docs/architecture.md', () => {
  let imports: Map<string, Set<string>>;

  before(async () => {
    imports = await importsOfSrc();
  });

  for (const [title, files] of walks())
    it(`go down: ${title}`, () => {
      for (const [index, file] of files.entries()) {
        expect(imports.has(file), `${file} exists`).to.equal(true);
        const above = files.slice(0, index);
        if (index > 0)
          expect(
            above.some((one) => imports.get(one)?.has(file)),
            `${file} is imported by one above`,
          ).to.equal(true);
        expect(
          above.filter((one) => imports.get(file)?.has(one)),
          `${file} imports none above`,
        ).to.deep.equal([]);
      }
    });

  it('are four', () => {
    expect(walks().size).to.equal(4);
  });
});
