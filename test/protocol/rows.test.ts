import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Frame, readFrames } from '../../src/protocol/frame.ts';
import { decodeMultivalue, decodeRows, encodeMultivalue, type Row } from '../../src/protocol/rows.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';
import { tableOf } from '../../src/protocol/table.ts';
import { requestsFor, rows } from '../oracle/requests.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { collect, slices } from '../support/slices.ts';

const transcripts = new URL('../fixtures/python-sdk/', import.meta.url);

describe('Rows, with the Python SDK as an oracle', () => {
  it('written by us are read by the SDK as they are, cell for cell', async () => {
    const [, answer] = await transcript('echo');
    expect(decodeRows(String(answer?.body))).to.deep.equal(rows);
  });

  it('written by the SDK are read by us as they are, cell for cell', async () => {
    const [, answer] = await transcript('rows');
    expect(decodeRows(String(answer?.body))).to.deep.equal(rows);
  });

  for (const name of ['echo', 'rows', 'flag-yes', 'flag-no', 'flag-bad']) {
    it(`were written by us in these very bytes when the SDK answered (${name})`, () => {
      expect(requestsFor(name).equals(readFileSync(new URL(`${name}.input`, transcripts)))).to.equal(true);
    });
  }
});

describe('Rows', () => {
  it('have as columns the union of the fields of all rows, in order of appearance', () => {
    expect(encodeRows([{ a: '1' }, { b: '2', a: '3' }])).to.equal('a,b\n1,\n3,2\n');
  });

  it('get a second column only for a field with several values somewhere', () => {
    expect(
      encodeRows([
        { a: 'x', b: ['one'] },
        { a: ['1', '$2'], b: [] },
      ]),
    ).to.equal('a,__mv_a,b\nx,,one\n"1\n$2",$1$;$$$2$,\n');
  });

  it('of one empty cell are not lost', () => {
    expect(decodeRows(encodeRows([{ a: 'x' }, { a: '' }, { a: 'y' }]))).to.deep.equal([
      { a: 'x' },
      {},
      { a: 'y' },
    ]);
  });

  it('that are none make an empty body', () => {
    expect(encodeRows([])).to.equal('');
    expect(decodeRows('')).to.deep.equal([]);
  });

  it('may come with their multivalue columns at the end', () => {
    expect(decodeRows('"a","b","__mv_a"\n"1\n2",x,"$1$;$2$"\n')).to.deep.equal([{ a: ['1', '2'], b: 'x' }]);
  });

  it('have multivalues with dollars doubled', () => {
    const values = ['$', '$$;$', '', 'a;b'];
    expect(encodeMultivalue(['a$b', 'c'])).to.equal('$a$$b$;$c$');
    expect(decodeMultivalue(encodeMultivalue(values))).to.deep.equal(values);
  });

  it('keep their values beside a multivalue column that is no list', () => {
    for (const text of ['x', '$', '$a', 'a$', '$a$b$', '$a$;b', '$a$;;$b$', ';', '$a$$'])
      expect(decodeRows(`a,__mv_a\nold,${text}\n`), text).to.deep.equal([{ a: 'old' }]);
    for (const [text, values] of [
      ['$$', ['']],
      ['$a$', ['a']],
      ['$a$;', ['a']],
      ['$$$$;$b$', ['$', 'b']],
    ] as const)
      expect(decodeRows(`a,__mv_a\nold,${text}\n`), text).to.deep.equal([{ a: values }]);
  });

  it('are read in a time that grows with them, whatever a multivalue column has', () => {
    for (const text of ['$'.repeat(1_000_000) + '!', '$a$;'.repeat(300_000) + '!', ';'.repeat(1_000_000)]) {
      expect(
        cpuTimeOf(() => {
          expect(decodeMultivalue(text)).to.equal(undefined);
        }),
      ).to.be.below(2000);
    }
  });

  it('may have fields that are called like members of objects', () => {
    const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'a'];
    const [row] = decodeRows(`${names.join()},__mv___proto__,__mv_constructor\n1,2,3,4,5,6,,$x$;$y$\n2\n`);
    expect(Object.entries(row ?? {})).to.have.deep.members([
      ['constructor', ['x', 'y']],
      ...names.slice(1).map((name, index) => [name, String(index + 2)]),
    ]);
    expect(decodeRows('constructor,__proto__\n,\n')).to.have.length(1);
  });
});

function encodeRows(rows: readonly Row[]): string {
  return new TableEncoder().encode(tableOf(rows)).toString();
}

function transcript(name: string): Promise<Frame[]> {
  return collect(readFrames(slices(readFileSync(new URL(`${name}.output`, transcripts)), 1000)));
}
