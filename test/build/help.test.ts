import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { HELP_TOPICS, helpPath } from '../../src/common/help.ts';
import { buildApp } from '../support/app.ts';

const APP = fileURLToPath(new URL('../../dist/SA-misp/', import.meta.url));
const HELP = '/static/app/SA-misp/help/';

/** What somebody without the repository cannot follow. */
const OF_THE_REPOSITORY = [
  /\bnpm\b/,
  /\b(?:src|test|tools|bench|build|docs)\/\w+/,
  /\w\.md\b/,
  /\brepository\b/,
];

describe('The help in the package', () => {
  let pages: ReadonlyMap<string, string>;
  before(async () => {
    await buildApp();
    const folder = join(APP, 'appserver/static/help');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.html'));
    pages = new Map(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
      ),
    );
  });

  /** @param file with the id of a heading, if there is one */
  const leadsSomewhere = (file: string) => {
    const [name = '', id] = file.split('#');
    const text = pages.get(name);
    return text !== undefined && (id === undefined || text.includes(` id="${id}"`));
  };

  it('has links that lead to a page, and to a heading of it', () => {
    expect(pages.size).to.be.above(10);
    for (const [name, text] of pages) {
      const links = hrefsIn(text).filter((href) => !/^(?:https?:|data:|\.\.\/|help\.css$)/.test(href));
      expect(links.length, name).to.be.above(10);
      const dead = links.filter((href) => !leadsSomewhere(href.startsWith('#') ? `${name}${href}` : href));
      expect(dead, name).to.deep.equal([]);
    }
  });

  it('has every page in the list of pages', () => {
    const listed = hrefsIn(pages.get('index.html') ?? '');
    expect([...pages.keys()].filter((name) => !listed.includes(name))).to.deep.equal([]);
  });

  it('has menu paths in one piece: a line that begins with > would be a quotation', () => {
    expect([...pages].filter(([, text]) => text.includes('<blockquote')).map(([name]) => name)).to.deep.equal(
      [],
    );
  });

  it('has no id twice', () => {
    for (const [name, text] of pages) {
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, name).to.equal(ids.length);
    }
  });

  it('has what the pages of the app and its menu link to', async () => {
    expect(Object.values(HELP_TOPICS).filter((topic) => !leadsSomewhere(topic))).to.deep.equal([]);
    const menu = await readFile(join(APP, 'default/data/ui/nav/default.xml'), 'utf8');
    expect(hrefsIn(menu)).to.deep.equal([helpPath('contents')]);
    expect(helpPath('contents')).to.equal(`${HELP}index.html`);
  });

  it('leads back to the views of the app, wherever Splunk Web has its root', async () => {
    const views = (await readdir(join(APP, 'default/data/ui/views'))).map((name) => name.slice(0, -4));
    for (const [name, text] of pages)
      for (const [base, root] of [
        ['/en-US/static/@abc:10000/app/SA-misp/help/', '/en-US'],
        ['/splunk/en-US/static/@abc:10000/app/SA-misp/help/', '/splunk/en-US'],
        ['/en-US/static/app/SA-misp/help/', ''],
      ] as const) {
        const back = hrefsIn(text)
          .filter((href) => href.startsWith('../'))
          .map((href) => new URL(href, `https://splunk.example${base}${name}`).pathname);
        expect(back.length).to.be.above(2);
        expect(
          back.filter((path) => !views.some((view) => path === `${root}/app/SA-misp/${view}`)),
        ).to.deep.equal([]);
      }
  });

  it('loads nothing but its style sheet, and runs nothing', () => {
    for (const [name, text] of pages) {
      expect(text, name).not.to.match(/<(?:script|img|iframe|object|embed)\b| on\w+=|<style\b/);
      expect([...text.matchAll(/<link\b[^>]* href="([^"]+)"/g)].map(([, href]) => href)).to.deep.equal([
        'help.css',
        'data:,',
      ]);
    }
  });

  it('names nothing that only the repository has', () => {
    for (const [name, text] of pages) {
      const words = text.replaceAll(/ href="[^"]*"/g, '');
      const found = OF_THE_REPOSITORY.flatMap((pattern) => pattern.exec(words)?.[0] ?? []);
      expect(found, name).to.deep.equal([]);
    }
  });
});

function hrefsIn(text: string): readonly string[] {
  return [...text.matchAll(/ href="([^"]+)"/g)].map(([, href = '']) => href);
}
