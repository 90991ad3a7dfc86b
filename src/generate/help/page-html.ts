import { APP } from '../../common/app.ts';
import type { Entry } from './contents.ts';
import { escaped } from '../escaped.ts';
import { fileOf, type Heading, type Rendered } from './render.ts';

interface Page extends Rendered {
  /** Its file in docs. */
  readonly page: string;
}

/**
 * Splunk Web serves the pages from /<root>/<locale>/static/@<build>/app/SA-misp/help/, where the root and the build may be missing.
 * Five levels up are its views in each of these cases: a browser stops at the root, and Splunk Web adds a missing locale.
 */
const VIEWS = `../../../../../app/${APP}/`;

/** A page of the help, without scripts. @param page undefined for the list of all pages */
export function pageHtml(page: Page | undefined, contents: readonly Entry[], version: string): string {
  const title = page ? plain(page.title) : 'Help';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | MISP for Splunk</title>
<link rel="stylesheet" href="help.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
<a class="home" href="index.html">MISP for Splunk: help</a>
<nav aria-label="App"><a href="${VIEWS}configuration">Configuration</a> <a href="${VIEWS}misp_indicators">MISP indicators</a> <a href="${VIEWS}misp_health">MISP health</a></nav>
</header>
<div class="columns">
<nav class="pages" aria-label="Pages of the help">
<ul>
${contents.map((entry) => `<li>${linkTo(entry, page?.page)}</li>`).join('\n')}
</ul>
</nav>
<main>
<h1>${page ? page.title : 'Help'}</h1>
${page ? `${sections(page.headings)}${page.body}${next(page.page, contents)}` : list(contents)}</main>
</div>
<footer>MISP for Splunk ${escaped(version)}</footer>
</body>
</html>
`;
}

function linkTo({ page, title }: Entry, current: string | undefined): string {
  const isCurrent = page === current ? ' aria-current="page"' : '';
  return `<a href="${fileOf(page)}"${isCurrent}>${escaped(title)}</a>`;
}

function sections(headings: readonly Heading[]): string {
  const links = headings
    .filter(({ level }) => level === 2)
    .map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`);
  if (links.length < 2) return '';
  return `<nav class="sections" aria-label="On this page">\n<ul>\n${links.join('\n')}\n</ul>\n</nav>\n`;
}

function next(page: string, contents: readonly Entry[]): string {
  const following = contents[contents.findIndex((entry) => entry.page === page) + 1];
  return following ? `<p class="next">Next: ${linkTo(following, undefined)}</p>\n` : '';
}

function list(contents: readonly Entry[]): string {
  const entries = contents.map(
    (entry) => `<dt>${linkTo(entry, undefined)}</dt>\n<dd>${escaped(capitalised(entry.text))}</dd>`,
  );
  return `<dl>\n${entries.join('\n')}\n</dl>\n`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function plain(html: string): string {
  return html.replaceAll(/<[^>]+>/g, '');
}
