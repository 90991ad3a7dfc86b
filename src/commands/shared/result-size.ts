import type { Row } from '../../protocol/rows.ts';

/** The most text of MISP in one response. The rows, their text and its bytes are in memory at the same time. */
const MAX_CHARACTERS = 30_000_000;
/** The overhead of each cell, also of an empty one. */
const CELL_CHARACTERS = 16;

/** A response would need too much memory. */
class ResultSizeError extends Error {
  override readonly name = 'AnswerSizeError';
}

/** Limits the size of one response of a streaming command, all of which is in memory. */
export class ResultSize {
  readonly #command: string;
  readonly #remedy: string;
  characters = 0;

  /** @param remedy a sentence for the error message: how to get fewer data */
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
        `${this.#command} can add at most ${MAX_CHARACTERS / 1e6} million characters to one chunk of results, and MISP has more. ${this.#remedy}`,
      );
  }
}

/** A list is written twice: joined, and as a multivalue field. */
function listCharacters(values: readonly string[]): number {
  return values.reduce((sum, value) => sum + 2 * value.length + CELL_CHARACTERS, 0);
}
