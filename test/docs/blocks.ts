import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  /** Of the fence; blank for output, diagrams and other plain text. */
  readonly language: string;
  readonly text: string;
  /** Why it is not run: `<!-- not run: … -->` before it. */
  readonly notRun?: string;
  /** The plain or JSON block right after it, which shows what it prints. */
  readonly output?: string;
}

const FENCE = /^( *)```(\w*)\n([^]*?)^\1```$/gm;
const NOT_RUN = /<!-- not run: ([^\n]+?) -->\s*$/;

/** README.md, other pages of the root, and those of docs. */
export function documentationPages(): readonly string[] {
  const inDocs = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'));
  return [
    'README.md',
    'CONTRIBUTING.md',
    'SUPPORT.md',
    'SECURITY.md',
    ...inDocs.map((name) => `docs/${name}`),
  ];
}

export function textOf(page: string): string {
  return readFileSync(`${ROOT}${page}`, 'utf8');
}

export function blocksOf(page: string): readonly Block[] {
  const text = textOf(page);
  const found = Array.from(text.matchAll(FENCE), (match) => {
    const [whole, indent = '', language = '', body = ''] = match;
    const lines = body.split('\n').map((line) => line.slice(indent.length));
    return { start: match.index, end: match.index + whole.length, language, text: lines.join('\n') };
  });
  return found.map(({ start, language, text: own }, index) => {
    const before = text.slice(0, start);
    const [, notRun] = NOT_RUN.exec(before) ?? [];
    const next = found[index + 1];
    const isShown =
      next && isOutput(next.language) && text.slice(found[index]?.end, next.start).trim() === '';
    return {
      page,
      line: before.split('\n').length,
      language,
      text: own,
      ...(notRun === undefined ? {} : { notRun }),
      ...(isShown ? { output: next.text } : {}),
    };
  });
}

function isOutput(language: string): boolean {
  return language === '' || language === 'json';
}

/** Titles of the columns of a table as tools draw it. Undefined if the text has none. */
export function columnsOf(text: string): readonly string[] | undefined {
  const head = text.split('\n').find((line) => line.startsWith('│'));
  return head
    ?.split('│')
    .slice(1, -1)
    .map((title) => title.trim());
}

/** The commands of a shell block: without comments, lines with a backslash at the end joined. */
export function commandLines({ text }: Block): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
