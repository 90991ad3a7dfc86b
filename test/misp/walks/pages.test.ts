import { expect } from 'chai';
import { ResponseTooLargeError } from '../../../src/misp/errors.ts';
import {
  EndlessWalkError,
  type Page,
  type PageHead,
  type PageRequest,
  partsOfPage,
  walkPages,
} from '../../../src/misp/walks/pages.ts';
import { partsOf } from '../../../src/misp/walks/page-parts.ts';

/** How MISP counted in `X-Result-Count`. Sources: exchanges with 2.5.1, and MISP's own source of the other years. */
type Era = '2020' | '2022' | '2023' | '2.4.190' | '2.5' | 'no headers';

interface Server {
  readonly total: number;
  readonly era?: Era;
  /** Taken out by a warning list, or because it has decayed. */
  readonly isFiltered?: (row: number) => boolean;
  /** Taken out by the Allowedlist, of which no header tells. */
  readonly isAllowed?: (row: number) => boolean;
  readonly cap?: number;
  /** Bytes of a row; a page of more than a million is too large. 1 when absent. */
  readonly bytesOf?: (row: number) => number;
}

function serverOf({ total, era = '2.5', isFiltered, isAllowed, cap = Infinity, bytesOf = () => 1 }: Server) {
  const asked: PageRequest[] = [];
  const pageOf = ({ limit: wanted, page }: PageRequest, filters: boolean): Promise<Page<number>> => {
    const limit = Math.min(wanted, cap);
    const first = (page - 1) * limit;
    const cut = Array.from(
      { length: Math.max(0, Math.min(limit, total - first)) },
      (_, index) => first + index,
    );
    const kept = cut.filter((row) => !(filters && isFiltered?.(row) === true));
    const rows = kept.filter((row) => isAllowed?.(row) !== true);
    const modern = kept.length === 0 || kept.length === limit ? cut.length + 1 : cut.length;
    if (rows.reduce((sum, row) => sum + bytesOf(row), 0) > 1_000_000)
      return Promise.reject(new ResponseTooLargeError('test', 'too large'));
    const counts: Readonly<Record<Era, number | undefined>> = {
      '2020': rows.length,
      '2022': total,
      '2023': limit * (page - 1) + cut.length + (cut.length === limit ? 1 : 0),
      '2.4.190': modern,
      '2.5': modern,
      'no headers': undefined,
    };
    return Promise.resolve({
      rows,
      skipped: era === '2.5' ? cut.length - kept.length : undefined,
      resultCount: counts[era],
    });
  };
  return {
    asked,
    fetchPage: async (request: PageRequest, onHead?: (head: PageHead) => void) => {
      asked.push(request);
      const page = await pageOf(request, true);
      onHead?.(page);
      return page;
    },
    fetchUnfiltered: (request: PageRequest) => pageOf(request, false),
  };
}

async function walk(server: Server, pageSize: number, startsSmall: boolean) {
  const { asked, ...fetches } = serverOf(server);
  const rows = new Set<number>();
  for await (const page of walkPages({ ...fetches, pageSize, startsSmall }))
    for (const row of page.rows) rows.add(row);
  return { asked, rows: [...rows] };
}

describe('A walk over pages that may be too large', () => {
  for (const era of ['2.5', '2.4.190', '2023', '2022', '2020', 'no headers'] as const) {
    for (const pageSize of [5000, 4000, 1000, 625]) {
      it(`has every row: MISP of ${era}, pages of ${pageSize}`, async () => {
        // Rows with a hundred times the tags of the others: a page of 5,000 of them is five times too large.
        const bytesOf = (row: number) => (row >= 6000 && row < 9000 ? 1000 : 10);
        const { asked, rows } = await walk({ total: 12_345, era, bytesOf }, pageSize, true);
        expect(rows).to.have.length(12_345);
        expect(asked.length).to.be.below(12_345 / 625 + 12);
      });
    }
  }

  for (const [limit, page, first, last] of [
    [5000, 1, 0, 4999],
    [5000, 2, 5000, 9999],
    [1250, 6, 6250, 7499],
    [5000, 3, 10_000, 12_344],
  ] as const) {
    it(`has every row of one page alone: ${limit} rows, page ${page}`, async () => {
      const bytesOf = (row: number) => (row >= 6000 && row < 9000 ? 1000 : 10);
      const { asked, fetchPage } = serverOf({ total: 12_345, bytesOf });
      const rows: number[] = [];
      for await (const part of partsOfPage({ fetchPage }, { limit, page })) rows.push(...part.rows);
      expect([rows.length, rows[0], rows.at(-1)]).to.deep.equal([last - first + 1, first, last]);
      expect(new Set(rows).size).to.equal(rows.length);
      expect(asked.length).to.be.below(16);
    });
  }

  it('fails when a few rows are too large already', async () => {
    const bytesOf = (row: number) => (row === 700 ? 2_000_000 : 1);
    const failing = walk({ total: 5000, bytesOf }, 5000, true);
    expect(await failing.catch((error: unknown) => error)).to.be.instanceOf(ResponseTooLargeError);
  });
});

describe('A walk over pages', () => {
  for (const [total, pageSize] of [
    [0, 100],
    [1, 1],
    [3, 1],
    [1, 100],
    [100, 100],
    [101, 100],
    [4999, 1000],
    [23_456, 5000],
  ] as const) {
    for (const startsSmall of [false, true]) {
      it(`gives ${total} rows in pages of ${pageSize}${startsSmall ? ', the first a small one' : ''}`, async () => {
        const { rows } = await walk({ total }, pageSize, startsSmall);
        expect(rows).to.deep.equal(Array.from({ length: total }, (_, index) => index));
      });
    }
  }

  const FILTERS: Readonly<Record<string, (row: number) => boolean>> = {
    'no rows': () => false,
    'every tenth row': (row) => row % 10 === 3,
    'one row of the first page': (row) => row === 7,
    'the whole first page': (row) => row < 100,
    'several whole pages': (row) => row >= 100 && row < 450,
    'the end of each page': (row) => row % 100 === 99,
    'the last rows': (row) => row > 1000,
    'all rows': () => true,
  };
  for (const era of ['2020', '2022', '2023', '2.4.190', '2.5', 'no headers'] as const) {
    for (const [name, isFiltered] of Object.entries(FILTERS)) {
      for (const total of [99, 100, 101, 200, 1050, 1100]) {
        it(`gives all of ${total} rows of a MISP that counts as in ${era}, warning lists taking out ${name}`, async () => {
          const expected = Array.from({ length: total }, (_, row) => row).filter((row) => !isFiltered(row));
          expect((await walk({ total, era, isFiltered }, 100, false)).rows).to.deep.equal(expected);
        });
      }
    }
  }

  for (const era of ['2020', '2022', '2023', '2.4.190', '2.5', 'no headers'] as const) {
    it(`goes on over forty pages that warning lists took whole, of a MISP that counts as in ${era}`, async () => {
      const isFiltered = (row: number) => row < 400;
      const { rows } = await walk({ total: 450, era, isFiltered }, 10, false);
      expect(rows).to.have.length(50);
    });
  }

  it('goes on over forty pages that the Allowedlist took whole', async () => {
    const { rows } = await walk({ total: 450, isAllowed: (row) => row < 400 }, 10, false);
    expect(rows).to.have.length(50);
  });

  for (const [name, isAllowed] of Object.entries(FILTERS)) {
    it(`gives all rows of MISP 2.5 whose Allowedlist takes out ${name}, beside a warning list`, async () => {
      const isFiltered = (row: number) => row % 7 === 0;
      const { rows } = await walk({ total: 1050, isFiltered, isAllowed }, 100, false);
      const expected = Array.from({ length: 1050 }, (_, row) => row);
      expect(rows).to.deep.equal(expected.filter((row) => !isFiltered(row) && !isAllowed(row)));
    });
  }

  it('begins with a small page, and has its rows again in the first large one', async () => {
    const { asked } = await walk({ total: 11_000 }, 5000, true);
    expect(asked.map(({ limit, page }) => `${page}x${limit}`)).to.deep.equal([
      '1x1000',
      '1x5000',
      '2x5000',
      '3x5000',
    ]);
  });

  describe('asks for the next page when the headers show that it follows', () => {
    /** A MISP that has sent the headers of each page, and sends its rows when told. */
    function slowServer(head: PageHead) {
      const asked: number[] = [];
      const sends: (() => void)[] = [];
      const fetchPage = ({ limit, page }: PageRequest, onHead?: (one: PageHead) => void) => {
        asked.push(page);
        onHead?.(head);
        const rows = Array.from({ length: limit }, (_, index) => (page - 1) * limit + index);
        return new Promise<Page<number>>((resolve) =>
          sends.push(() => {
            resolve({ rows, ...head });
          }),
        );
      };
      const pages = walkPages({ fetchPage, fetchUnfiltered: fetchPage, pageSize: 100, startsSmall: false });
      return { asked, pages, send: (index: number) => sends[index]?.() };
    }
    const settled = () => new Promise((resolve) => setImmediate(resolve));

    it('before the rows of this one, and no further one before this one is taken', async () => {
      const { asked, pages, send } = slowServer({ skipped: 0, resultCount: 101 });
      const first = pages.next();
      await settled();
      expect(asked).to.deep.equal([1, 2]);
      send(0);
      send(1);
      expect(await first).to.have.nested.property('value.request.page', 1);
      await settled();
      expect(asked).to.deep.equal([1, 2]);
      const second = pages.next();
      await settled();
      expect(asked).to.deep.equal([1, 2, 3]);
      expect(await second).to.have.nested.property('value.request.page', 2);
      await settled();
      expect(asked).to.deep.equal([1, 2, 3]);
    });

    for (const [what, head] of [
      ['a count below the limit', { skipped: 0, resultCount: 99 }],
      ['the count of all matches', { skipped: 0, resultCount: 5000 }],
      ['no count of skipped rows', { skipped: undefined, resultCount: 101 }],
      ['no count', { skipped: 0, resultCount: undefined }],
    ] as const)
      it(`but not when they have ${what}`, async () => {
        const { asked, pages } = slowServer(head);
        void pages.next();
        await settled();
        expect(asked).to.deep.equal([1]);
      });
  });

  it('asks once when one page is all', async () => {
    expect((await walk({ total: 73 }, 5000, true)).asked).to.have.length(1);
  });

  for (const cap of [70, 100, 150, 999, 2000]) {
    it(`gives all rows of a server that caps the limit at ${cap}`, async () => {
      expect((await walk({ total: 5345, cap }, 5000, true)).rows).to.have.length(5345);
    });
  }

  for (const [what, page] of [
    ['nor says that it took some out', { rows: [], skipped: 0, resultCount: 100 }],
    ['and says that it took all out', { rows: [], skipped: 100, resultCount: 101 }],
    ['and counts beyond measure', { rows: [], skipped: 0, resultCount: 1e15 }],
  ] as const) {
    it(`ends when a server sends no rows for ever ${what}`, async () => {
      const fetchPage = () => Promise.resolve(page);
      const endless = walkPages({ fetchPage, fetchUnfiltered: fetchPage, pageSize: 100, startsSmall: false });
      try {
        for await (const one of endless) expect(one.rows).to.deep.equal([]);
      } catch (error) {
        expect(error).to.be.instanceOf(EndlessWalkError);
        return;
      }
      expect.fail('it ended in success');
    });
  }

  it('cuts a page that is too large for MISP into equal parts', () => {
    expect([1, 5000, 10_000, 12_000, 100_000, 7001].map(partsOf)).to.deep.equal([1, 1, 2, 3, 20, undefined]);
  });
});
