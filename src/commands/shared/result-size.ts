import type { Row } from '../../protocol/rows.ts';

/** What one answer may hold of MISP: rows, their text and its bytes are in memory side by side. */
const MAX_CHARACTERS = 30_000_000;
/** A cell that is empty, or that has the text of another, takes this much. */
const CELL_CHARACTERS = 16;

/** An answer would be larger than there is memory for. */
class ResultSizeError extends Error {
  override readonly name = 'AnswerSizeError';
}

/** How much one answer of a command holds that takes rows and gives others: all of it is in memory at once. */
export class ResultSize {
  readonly #command: string;
  readonly #remedy: string;
  /** So far. */
  characters = 0;

  /** @param remedy what to do when it is too much: a sentence */
  constructor(command: string, remedy: string) {
    this.#command = command;
    this.#remedy = remedy;
  }

  /** @param row what a result has of MISP @throws AnswerSizeError */
  add(row: Row): void {
    for (const field in row) {
      const value = row[field] ?? '';
      this.characters += CELL_CHARACTERS + (typeof value === 'string' ? value.length : listCharacters(value));
    }
    if (this.characters > MAX_CHARACTERS)
      throw new ResultSizeError(
        `${this.#command} can add ${MAX_CHARACTERS / 1e6} million characters to the results that come at once, and MISP has more. ${this.#remedy}`,
      );
  }
}

/** A list is written twice: joined, and as a list. */
function listCharacters(values: readonly string[]): number {
  return values.reduce((sum, value) => sum + 2 * value.length + CELL_CHARACTERS, 0);
}
