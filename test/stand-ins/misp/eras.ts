/** How a MISP counts in the headers of attributes/restSearch. */
export type Era = '2020' | '2022' | '2023' | '2.4.190' | '2.5';

export interface Counted {
  /** Undefined without pages. */
  readonly limit: number | undefined;
  readonly page: number;
  /** All that match. */
  readonly total: number;
  /** Rows of the page before any were taken out. */
  readonly cut: number;
  /** Rows that a warning list or decay left. */
  readonly kept: number;
  /** Rows that are shown. */
  readonly rows: number;
}

/** Sources: exchanges with 2.5.1, and MISP's own source of the other years. */
export function countHeaders(
  era: Era,
  { limit, page, total, cut, kept, rows }: Counted,
): Record<string, string> {
  // One more than the page where it is full or where nothing is left of it. Without pages, what there is.
  const modern = limit !== undefined && (kept === 0 || kept >= limit) ? cut + 1 : cut;
  const counts: Readonly<Record<Era, number>> = {
    '2020': rows,
    '2022': total,
    '2023': limit === undefined ? cut : limit * (page - 1) + cut + (cut === limit ? 1 : 0),
    '2.4.190': modern,
    '2.5': modern,
  };
  return {
    'X-Result-Count': String(counts[era]),
    ...(era === '2.5' && { 'X-Skipped-Elements-Count': String(cut - kept) }),
  };
}
