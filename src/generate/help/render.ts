import { Marked, type Token, type Tokens } from 'marked';
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id';
import { escaped } from '../escaped.ts';

export interface Heading {
  readonly id: string;
  readonly level: number;
  /** HTML. */
  readonly text: string;
}

export interface Rendered {
  /** HTML of the title. */
  readonly title: string;
  /** HTML of what follows the title. */
  readonly body: string;
  /** Those after the title, in order. */
  readonly headings: readonly Heading[];
}

/** The file of the help that has a page of the documentation. */
export function fileOf(page: string): string {
  return page.replace(/\.md$/, '.html');
}

/**
 * Makes HTML of a page of the documentation. Headings have GitHub's ids. Links to pages of the help lead to their files; other
 * links within the repository become text. Images and comments are left out.
 * @param pages those of the help
 */
export function render(markdown: string, pages: readonly string[]): Rendered {
  const marked = new Marked(gfmHeadingId(), {
    hooks: { processAllTokens: (tokens) => tokens.filter((token) => !isOnlyImages(token)) },
    renderer: {
      html: () => '',
      image: () => '',
      code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
      codespan: ({ text }) => `<code>${withBreaks(escaped(text))}</code>`,
      table(table) {
        // Only wide tables scroll, in narrow windows. The keyboard scrolls what has the focus.
        const frame = table.header.length > 3 ? '<div class="wide" tabindex="0">' : '<div>';
        return `${frame}<table>\n${rowsOf(table, (cell) => this.parser.parseInline(cell.tokens))}</table></div>\n`;
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const target = targetOf(href, pages);
        return target === undefined ? text : `<a href="${escaped(target)}">${text}</a>`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  const [title, ...headings] = getHeadingList();
  return {
    title: title?.text ?? '',
    body: html.replace(/^<h1[^]*?<\/h1>\n/, ''),
    headings: headings.map(({ id, level, text }) => ({ id, level, text })),
  };
}

/** Undefined for what is not in the help. */
function targetOf(href: string, pages: readonly string[]): string | undefined {
  if (/^https?:/.test(href) || href.startsWith('#')) return href;
  const [page = '', id] = href.split('#');
  if (!pages.includes(page)) return undefined;
  return id === undefined ? fileOf(page) : `${fileOf(page)}#${id}`;
}

/** Lists of choices may break after a separator: `<7d|12h|30m>`. */
function withBreaks(html: string): string {
  return html.replaceAll(/([|,])(?=\S)/g, '$1<wbr>');
}

function isOnlyImages(token: Token): boolean {
  return (
    token.type === 'paragraph' && (token as Tokens.Paragraph).tokens.every(({ type }) => type === 'image')
  );
}

function rowsOf({ header, rows }: Tokens.Table, content: (cell: Tokens.TableCell) => string): string {
  const row = (cells: readonly Tokens.TableCell[], element: string) =>
    `<tr>${cells.map((cell) => `<${element}>${content(cell)}</${element}>`).join('')}</tr>\n`;
  return `<thead>${row(header, 'th')}</thead>\n<tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody>\n`;
}
