import { expect } from 'chai';
import { decodeRows } from '../../src/protocol/rows.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';
import { type Cell, tableOf } from '../../src/protocol/table.ts';

const raw = { field: '_raw', from: 1, constants: { k: 'in "raw"' } };

function written(row: readonly Cell[]): { cells: Record<string, unknown>; json: Record<string, unknown> } {
  const columns = ['time', 'a', 'b', 'c'];
  const [cells = {}] = decodeRows(
    new TableEncoder().encode({ columns, rows: [row], raw, constants: { host: 'x,y' } }).toString(),
  );
  return { cells, json: JSON.parse(String(cells['_raw'])) as Record<string, unknown> };
}

describe('A table', () => {
  it('has constants in every row, and a JSON object of its columns', () => {
    expect(
      new TableEncoder()
        .encode({ columns: ['t', 'a'], rows: [['1', 'x'], ['2']], raw, constants: { h: 'y' } })
        .toString(),
    ).to.equal(
      't,a,_raw,k,h\n1,x,"{""a"":""x"",""k"":""in \\""raw\\""""}","in ""raw""",y\n2,,"{""k"":""in \\""raw\\""""}","in ""raw""",y\n',
    );
  });

  it('has long texts at the end of the JSON, for Splunk extracts fields from its first bytes only', () => {
    const { cells, json } = written(['1', 'long "'.repeat(1000), 'short']);
    expect(String(cells['_raw'])).to.match(/^\{"b":"short","k":"in \\"raw\\"","a":"long/);
    expect(json).to.deep.equal({ b: 'short', k: 'in "raw"', a: 'long "'.repeat(1000) });
  });

  it('writes booleans as True and False, numbers as they are, null as nothing; JSON keeps their types', () => {
    const { cells, json } = written(['1', true, 0.5, null]);
    expect(cells)
      .to.include({ a: 'True', b: '0.5', host: 'x,y', k: 'in "raw"' })
      .and.not.to.have.any.keys('c');
    expect(json).to.deep.equal({ a: true, b: 0.5, c: null, k: 'in "raw"' });
  });

  for (const text of [
    'plain',
    'quote " comma , backslash \\ newline \n tab \t',
    'control \u0001 \u007f',
    'é 日本語 👀',
    "apostrophe ' $dollar$ %41",
    '',
    ' ',
    '"',
    '\\"',
    '{"a": ["b"]}',
  ]) {
    it(`has ${JSON.stringify(text)} in its cell and in the JSON`, () => {
      const { cells, json } = written(['1', text, ['x', text], 'end']);
      expect(cells['a'] ?? '').to.equal(text);
      expect(cells['b']).to.deep.equal(['x', text]);
      expect(json).to.deep.equal({ a: text, b: ['x', text], c: 'end', k: 'in "raw"' });
    });
  }

  it('may be larger than any buffer that was there before', () => {
    const encoder = new TableEncoder();
    const long = 'x'.repeat(300_000);
    for (const text of ['short', long, 'short', `${long}é`, 'short']) {
      const rows = [[text], ['second']];
      expect(decodeRows(encoder.encode({ columns: ['a'], rows }).toString())).to.deep.equal([
        { a: text },
        { a: 'second' },
      ]);
    }
  });

  it('has no cell for a field that another row has, whatever its name', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const rows = [Object.fromEntries([[name, 'x']]), { a: '1' }];
      const csv = new TableEncoder().encode(tableOf(rows)).toString();
      expect(csv).to.equal(`${name},a\nx,\n,1\n`);
    }
  });
});
