import type { Table } from '../../protocol/table.ts';

const ROWS_PER_ANSWER = 10_000;

/** What CSV, JSON and the protocol's own separators could spoil. */
export const SAMPLE_TEXT = 'Überschrift "世界" a,b;$c$ \\ %';
export const SAMPLE_VALUES = ['first $', 'second;"'] as const;

/** Rows for searches that see how splunkd takes what a command answers: number, text, and a multivalue field. */
export function* sampleRows(count: number): Generator<Table> {
  for (let start = 0; start < count; start += ROWS_PER_ANSWER) {
    const size = Math.min(ROWS_PER_ANSWER, count - start);
    yield {
      columns: ['number', 'text', 'values'],
      rows: Array.from({ length: size }, (_, index) => [start + index + 1, SAMPLE_TEXT, SAMPLE_VALUES]),
    };
  }
}
