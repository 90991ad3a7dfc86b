import { ATTRIBUTE } from './attribute-shape.ts';
import { membersOf } from './row-order.ts';
import { BLANKS } from './row-pattern.ts';
import { RowReader } from './row-reader.ts';

/** What restSearch answers with attributes. Rows that are regular have the members that are declared, and no others. */
export class ReadPage {
  readonly response: { readonly Attribute: readonly unknown[] };
  /** Those of the rows that are not regular: they have to be checked. */
  readonly unchecked: ReadonlySet<unknown>;

  constructor(rows: readonly unknown[], unchecked: ReadonlySet<unknown>) {
    this.response = { Attribute: rows };
    this.unchecked = unchecked;
  }
}

/** After so many pages in a row that cannot be read this way, no other is tried. */
const MAX_MISSES = 3;
/** Characters of a page that JSON.parse may read: their values take 40 times as many bytes at most. */
const MAX_PARSED = 1_000_000;

/**
 * Reads pages of attributes in half the time that JSON.parse, the scan before it and the checks of rows take together: one
 * regular expression, made from the declaration of a row, finds and checks the members of a row. The order in which MISP
 * writes them is learnt from a page that was parsed. A page that cannot be read this way is left to them.
 */
export class PageReader {
  #rows: RowReader | undefined;
  #misses = 0;

  /** @param rows of a page that was parsed */
  learn(rows: readonly unknown[]): void {
    const members = this.#misses < MAX_MISSES ? membersOf(rows, ATTRIBUTE) : undefined;
    this.#rows = members && new RowReader(members);
  }

  /** Undefined where rows have to be learnt from before. The function gives undefined for a text that has to be parsed. */
  get read(): ((text: string) => ReadPage | undefined) | undefined {
    const rows = this.#rows;
    if (!rows) return undefined;
    return (text) => {
      const page = pageIn(text, rows);
      this.#misses = page ? 0 : this.#misses + 1;
      return page;
    };
  }
}

const START = sticky('{', '"response"', ':', '{', '"Attribute"', ':', '[');
const END = sticky(']', '}', '}', '$');
const COMMA = 0x2c;

function pageIn(text: string, reader: RowReader): ReadPage | undefined {
  const most = reader.parsed + MAX_PARSED;
  const attributes: unknown[] = [];
  const unchecked = new Set<unknown>();
  try {
    START.lastIndex = 0;
    if (!START.test(text)) return undefined;
    for (let at = START.lastIndex; ; at = reader.end + 1) {
      let row: unknown = reader.regular(text, at);
      if (row === undefined) {
        row = reader.any(text, at);
        unchecked.add(row);
      }
      if (row === undefined || reader.parsed > most) return undefined;
      attributes.push(row);
      if (text.charCodeAt(reader.end) !== COMMA) break;
    }
    END.lastIndex = reader.end;
    return END.test(text) ? new ReadPage(attributes, unchecked) : undefined;
  } catch (error) {
    // Of JSON.parse, or of a text that the regular expression has no memory for.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Matches these with any blanks before them. */
function sticky(...tokens: readonly string[]): RegExp {
  return new RegExp(tokens.map((token) => BLANKS + token.replace(/[[\]{}]/, '\\$&')).join(''), 'y');
}
