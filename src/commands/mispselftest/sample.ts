import type { Table } from '../../protocol/table.ts';

const ROWS_PER_ANSWER = 10_000;

/** Characters that are special in CSV, JSON or the protocol. */
export const SAMPLE_TEXT = 'Überschrift "世界" a,b;$c$ \\ %';
export const SAMPLE_VALUES = ['first $', 'second;"'] as const;

/** Rows for searches that test how splunkd reads them: a number, a text and a multivalue field. */
export function* sampleRows(count: number): Generator<Table> {
  for (let start = 0; start < count; start += ROWS_PER_ANSWER) {
    const size = Math.min(ROWS_PER_ANSWER, count - start);
    yield {
      columns: ['number', 'text', 'values'],
      rows: Array.from({ length: size }, (_, index) => [start + index + 1, SAMPLE_TEXT, SAMPLE_VALUES]),
    };
  }
}
