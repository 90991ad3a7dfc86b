import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DECISIONS = join(ROOT, 'docs/decisions');

/** A file or folder of the repository, in code style. */
const PATH = /`((?:src|test|bench|tools|build|bin|default|docs)\/[\w./-]+)`/g;
const LINK = /\]\(([^)\s]*)\)/g;

const pages = [ROOT, join(ROOT, 'docs'), DECISIONS].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

describe('The documentation', () => {
  for (const page of pages) {
    it(`names files and headings that exist: ${relative(ROOT, page)}`, () => {
      const text = readFileSync(page, 'utf8');
      const paths = [...text.matchAll(PATH)].map(([, path = '']) => path);
      expect(paths.filter((path) => !existsSync(join(ROOT, path)))).to.deep.equal([]);
      const links = [...text.matchAll(LINK)].map(([, link = '']) => link);
      expect(links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(page, link))).to.deep.equal([]);
    });
  }

  it('writes menu paths with >', () => {
    const withComma = /\b(?:Settings|Apps|Configuration|Configure), [A-Z]/;
    expect(pages.filter((page) => withComma.test(readFileSync(page, 'utf8')))).to.deep.equal([]);
  });

  it('names its example misp, but for users of the older add-on', () => {
    const named = pages.filter((page) => readFileSync(page, 'utf8').includes('misp_covid'));
    expect(named.filter((page) => !/migrating|CHANGELOG/.test(page))).to.deep.equal([]);
  });

  it('begins with a page of at most 150 lines', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).to.be.at.most(151);
  });

  it('lists each page of docs', () => {
    const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
    const names = readdirSync(join(ROOT, 'docs')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(names.filter((name) => !index.includes(`](${name})`))).to.deep.equal([]);
  });

  it('lists each decision by its title', () => {
    const titles = readdirSync(DECISIONS)
      .filter((name) => /^\d{3}-/.test(name))
      .map((name) => `- [${name.slice(0, 3)}](${name}) ${titleOf(join(DECISIONS, name))}`);
    const listed = readFileSync(join(DECISIONS, 'README.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('- ['));
    expect(listed).to.have.members(titles);
  });
});

/** @param link relative to the page: a file, a heading of the page itself, or a heading of a file */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return heading === undefined || anchorsIn(readFileSync(target, 'utf8')).includes(heading);
}

/** As GitHub makes them of headings. */
function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

function titleOf(page: string): string {
  return /^# (.+)$/m.exec(readFileSync(page, 'utf8'))?.[1] ?? '';
}
