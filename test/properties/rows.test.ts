import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { readResults } from '../../src/alerts/program/results.ts';
import { cell, decodeMultivalue, decodeRows, encodeMultivalue, type Row } from '../../src/protocol/rows.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';
import { type Cell, scalarText, tableOf } from '../../src/protocol/table.ts';
import { inUtf8, texts } from '../support/properties.ts';

/**
 * What does not come back as it went in, by design: names that begin with `__mv_` are Splunk's own, a BOM before all is no part of a
 * name, a field without a name is none, half a pair of surrogates is no character in UTF-8, and what is blank is a null.
 */
const names = texts(6).filter(
  (name) => name !== '' && !name.startsWith('__mv_') && !name.startsWith('\ufeff'),
);
const scalars = fc.oneof(texts(), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true }));
const cells: fc.Arbitrary<Cell> = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 4 }),
  fc.constant(undefined),
);

/** A cell as it is read again; undefined for a null. */
function expected(value: Cell): string | readonly string[] | undefined {
  const all = (typeof value === 'object' && value !== null ? value : [value ?? null]).map((one) =>
    inUtf8(scalarText(one)),
  );
  if (all.length > 1) return all;
  return all[0] === '' ? undefined : all[0];
}

function plain(rows: readonly Row[]): unknown {
  return rows.map((row) => Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function distinct(all: readonly string[]): boolean {
  return new Set(all.map(inUtf8)).size === all.length;
}

const tables = fc
  .uniqueArray(names, { minLength: 1, maxLength: 6 })
  .filter(distinct)
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cells, { maxLength: columns.length }), { maxLength: 6 }),
    }),
  );

describe('Rows, whatever they hold', () => {
  it('are read from CSV as they were written', () => {
    const encoder = new TableEncoder();
    fc.assert(
      fc.property(tables, (table) => {
        const rows = decodeRows(encoder.encode(table).toString());
        const wanted = table.rows.map((row) =>
          Object.fromEntries(
            table.columns.flatMap((name, index) => {
              const value = expected(row[index]);
              return value === undefined ? [] : [[inUtf8(name), value] as const];
            }),
          ),
        );
        expect(plain(rows)).to.deep.equal(plain(wanted));
      }),
    );
  });

  it('are the same after they were read and written once more', () => {
    const encoder = new TableEncoder();
    fc.assert(
      fc.property(tables, (table) => {
        const once = decodeRows(encoder.encode(table).toString());
        const present = once.filter((row) => Object.keys(row).length > 0);
        expect(plain(decodeRows(encoder.encode(tableOf(present)).toString()))).to.deep.equal(plain(present));
      }),
    );
  });

  it("are read from an alert's results as splunkd writes them", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'results-'));
    const path = join(folder, 'results.csv.gz');
    try {
      await fc.assert(
        fc.asyncProperty(tables, async ({ columns, rows }) => {
          const header = columns.flatMap((name) => [name, `__mv_${name}`]);
          const lines = rows.map((row) =>
            columns.flatMap((_, index) => {
              const value = expected(row[index]) ?? '';
              return typeof value === 'string' ? [value, ''] : [value.join('\n'), encodeMultivalue(value)];
            }),
          );
          const csv = [header, ...lines].map((line) => `${line.map(cell).join(',')}\n`).join('');
          writeFileSync(path, gzipSync(csv));
          const read = await readResults({ results_file: path, result: { a: '' } });
          const wanted = rows.map((row) =>
            Object.fromEntries(
              columns.flatMap((name, index) => {
                const value = expected(row[index]);
                return value === undefined ? [] : [[inUtf8(name), value] as const];
              }),
            ),
          );
          expect(plain(read.rows)).to.deep.equal(plain(wanted));
          expect([...read.columns]).to.deep.equal(columns.map(inUtf8));
        }),
        { numRuns: 200 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are read from any text without an exception', () => {
    fc.assert(
      fc.property(texts(60), (text) => {
        for (const row of decodeRows(text))
          for (const value of Object.values(row))
            expect([value].flat().every((one) => typeof one === 'string')).to.equal(true);
      }),
    );
  });
});

describe('Values of a multivalue field, whatever they are', () => {
  it('are decoded as they were encoded', () => {
    fc.assert(
      fc.property(fc.array(texts(), { minLength: 1, maxLength: 6 }), (values) => {
        expect(decodeMultivalue(encodeMultivalue(values))).to.deep.equal(values);
      }),
    );
  });

  it('are only those of a text that is such a list', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('$', '$$', ';', 'a', '\n'), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const values = decodeMultivalue(text);
        // A `;` at the end is let through.
        if (values) expect(encodeMultivalue(values)).to.equal(text.replace(/^(.*\$);$/s, '$1'));
      }),
    );
  });
});
