import { ATTRIBUTE } from './attribute-shape.ts';
import { PageBytes } from './page-bytes.ts';
import { memberOrder } from './row-order.ts';
import { WHITESPACE } from './row-pattern.ts';
import type { OutlinedPage } from './row-outline.ts';
import { RowReader } from './row-reader.ts';

/** A response of restSearch: an outline for each row that conforms, the parsed value of any other. */
export interface ReadPage {
  readonly response: { readonly Attribute: readonly unknown[] };
}

/** After this many successive pages that the pattern does not match, no other page is tried. */
const MAX_MISSES = 3;
/** Limits the characters of a page that are parsed: their values need up to 40 times the memory. */
const MAX_PARSED_CHARACTERS = 1_000_000;

/**
 * Reads pages of attributes in half the time of JSON.parse with its scan and the checks of rows. A regular expression,
 * generated from the shape of a row, finds and checks the members. It expects them in the order of an earlier page, which
 * was parsed. A page that it does not match must be parsed.
 */
export class PageReader {
  #reader: RowReader | undefined;
  #misses = 0;

  /** Learns the order of members. @param rows of a parsed page */
  learn(rows: readonly unknown[]): void {
    const members = this.#misses < MAX_MISSES ? memberOrder(rows, ATTRIBUTE) : undefined;
    this.#reader = members && new RowReader(members);
  }

  /** Reads the bytes of a response, or returns undefined if they must be parsed. Undefined before the order is known. */
  get read(): ((bytes: Buffer) => ReadPage | undefined) | undefined {
    const reader = this.#reader;
    if (!reader) return undefined;
    return (bytes) => {
      const page = readPage(new PageBytes(bytes), reader);
      this.#misses = page ? 0 : this.#misses + 1;
      return page;
    };
  }
}

const START = sticky('{', '"response"', ':', '{', '"Attribute"', ':', '[');
const END = sticky(']', '}', '}', '$');
const COMMA = 0x2c;

function readPage(page: PageBytes, reader: RowReader): ReadPage | undefined {
  const maxParsed = reader.parsed.characters + MAX_PARSED_CHARACTERS;
  const rows: unknown[] = [];
  const outlined: OutlinedPage = {
    partNames: reader.partNames,
    read: (start, end) => reader.read(page, start, end),
  };
  const rowAt = (at: number) => reader.outlineAt(page, at, outlined) ?? reader.parseAt(page, at);
  try {
    page.moveTo(0);
    START.lastIndex = 0;
    if (!START.test(page.text)) return undefined;
    for (let at = START.lastIndex; ; at = reader.end + 1) {
      let row = rowAt(at);
      if (row === undefined && page.hasMore) {
        page.moveTo(at);
        row = rowAt(at);
      }
      if (row === undefined || reader.parsed.characters > maxParsed) return undefined;
      rows.push(row);
      if (page.bytes[reader.end] !== COMMA) break;
    }
    page.include(reader.end, page.bytes.length);
    END.lastIndex = reader.end - page.start;
    return END.test(page.text) ? { response: { Attribute: rows } } : undefined;
  } catch (error) {
    // From JSON.parse, or from the regular expression when a text exceeds its stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Matches tokens with whitespace before each. */
function sticky(...tokens: readonly string[]): RegExp {
  return new RegExp(tokens.map((token) => WHITESPACE + token.replace(/[[\]{}]/, '\\$&')).join(''), 'y');
}
