import { expect } from 'chai';
import { type Page, type PageRequest, partsOf, walkPages } from '../../src/misp/pages.ts';

/** A server with so many rows of which some are left out after the cut, and perhaps a cap. */
function server(total: number, leftOut: (row: number) => boolean, cap = Infinity) {
  const asked: PageRequest[] = [];
  const fetchPage = (request: PageRequest): Promise<Page<number>> => {
    asked.push(request);
    const limit = Math.min(request.limit, cap);
    const first = (request.page - 1) * limit;
    const cut = Array.from(
      { length: Math.max(0, Math.min(limit, total - first)) },
      (_, index) => first + index,
    );
    const rows = cut.filter((row) => !leftOut(row));
    const resultCount =
      cut.length === 0 ? 1 : cut.length === limit && rows.length === limit ? limit + 1 : cut.length;
    return Promise.resolve({ rows, skipped: cut.length - rows.length, resultCount });
  };
  return { asked, fetchPage };
}

async function walk(
  total: number,
  pageSize: number,
  growing: boolean,
  leftOut: (row: number) => boolean = () => false,
  cap?: number,
) {
  const { asked, fetchPage } = server(total, leftOut, cap);
  const rows: number[] = [];
  for await (const page of walkPages(fetchPage, pageSize, growing)) rows.push(...page.rows);
  return { asked, rows };
}

describe('A walk over pages', () => {
  for (const [total, pageSize] of [
    [0, 100],
    [1, 100],
    [100, 100],
    [101, 100],
    [4999, 1000],
    [23_456, 5000],
  ] as const) {
    for (const growing of [false, true]) {
      it(`gives ${total} rows once each, in pages of ${pageSize}${growing ? ' that begin small' : ''}`, async () => {
        const { rows } = await walk(total, pageSize, growing);
        expect(rows).to.deep.equal(Array.from({ length: total }, (_, index) => index));
      });
    }
  }

  it('goes on after pages that are empty because their rows were left out', async () => {
    const { rows } = await walk(1050, 100, false, (row) => row < 1000);
    expect(rows).to.have.length(50);
  });

  it('begins with five pages of a fifth', async () => {
    const { asked } = await walk(11_000, 5000, true);
    expect(asked.map(({ limit, page }) => `${page}x${limit}`)).to.deep.equal([
      '1x1000',
      '2x1000',
      '3x1000',
      '4x1000',
      '5x1000',
      '2x5000',
      '3x5000',
    ]);
  });

  it('asks once when one page is all', async () => {
    expect((await walk(73, 5000, true)).asked).to.have.length(1);
  });

  for (const cap of [70, 100, 150, 999]) {
    it(`gives all rows of a server that caps the limit at ${cap}`, async () => {
      const { rows } = await walk(2345, 5000, true, () => false, cap);
      expect(rows).to.have.length(2345);
    });
  }

  it('cuts a page that is too large for MISP into equal parts', () => {
    expect([1, 5000, 10_000, 12_000, 100_000, 7001].map(partsOf)).to.deep.equal([1, 1, 2, 3, 20, undefined]);
  });
});
