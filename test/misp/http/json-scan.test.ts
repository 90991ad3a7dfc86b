import { expect } from 'chai';
import { MAX_DEPTH, MAX_VALUE_BYTES } from '../../../src/misp/http/bounds.ts';
import { JsonScan, type ScanLimits, valueBytesOf } from '../../../src/misp/http/json-scan.ts';

/** Of a text in slices of so many bytes: what is too much of it, and after how many bytes. */
function scanned(text: string, slice: number, limits: Partial<ScanLimits> = {}) {
  const scan = new JsonScan(limits);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += slice) {
    const excess = scan.push(bytes.subarray(at, at + slice));
    if (excess !== undefined) return { excess, at };
  }
  return { excess: undefined, certainlyFits: scan.certainlyFits };
}

const SLICES = [1, 2, 7, Infinity];

describe('A look at JSON before it is parsed', () => {
  for (const slice of SLICES) {
    it(`finds what is too deep, in slices of ${slice}`, () => {
      for (const open of ['[', '{"a":', '[{"a":', ' [\n']) {
        const levels = MAX_DEPTH / (open === '[{"a":' ? 2 : 1);
        expect(scanned(open.repeat(levels), slice).excess, open).to.equal(undefined);
        expect(scanned(open.repeat(levels + 1), slice).excess, open).to.equal('depth');
      }
    });

    it(`takes nothing of a text for structure, in slices of ${slice}`, () => {
      for (const inside of [
        '['.repeat(300),
        '\\"['.repeat(300),
        '\\\\\\"['.repeat(300),
        '{,:}'.repeat(300),
      ]) {
        expect(scanned(`["${inside}"]`, slice, { valueBytes: 1000 }), inside).to.deep.equal({
          excess: undefined,
          certainlyFits: true,
        });
        expect(scanned(`["${inside}\\\\",${'['.repeat(300)}`, slice).excess, inside).to.equal('depth');
      }
    });

    it(`counts what values take, in slices of ${slice}`, () => {
      for (const element of ['{}', '[]', '1', '"a"', '{"a":1}']) {
        const text = `[${Array.from({ length: 1000 }, () => element).join(',')}]`;
        const valueBytes = valueBytesOf(Buffer.from(text));
        expect(scanned(text, slice, { valueBytes: valueBytes * 2 }).excess, element).to.equal(undefined);
        expect(scanned(text, slice, { valueBytes: valueBytes / 2 }).excess, element).to.equal('size');
      }
    });
  }

  it('breaks off as soon as it is too much', () => {
    const { at = Infinity } = scanned('['.repeat(1_000_000), 100);
    expect(at).to.be.below(300);
  });

  it('passes over what is no list and no object, which JSON.parse makes nothing of', () => {
    for (const start of ['<html>', '"', 'x', '1', '\ufeff'])
      expect(scanned(start + '['.repeat(1000), 7).excess, start).to.equal(undefined);
  });

  it('takes blanks for no beginning', () => {
    expect(scanned(`${' \r\n\t'.repeat(100)}${'['.repeat(1000)}`, 7).excess).to.equal('depth');
  });
});

describe('What the values of a JSON text take in memory', () => {
  const bytesOf = (text: string) => valueBytesOf(Buffer.from(text));
  const rows = (rowOf: (row: number) => string) =>
    bytesOf(`[${Array.from({ length: 1000 }, (_, row) => rowOf(row)).join(',')}]`);

  it('is more where each row has names, or an order of names, of its own', () => {
    const alike = rows(() => '{"a":1,"b":2}');
    expect(rows((row) => `{"a":1,"b${row}":2}`)).to.be.above(2 * alike);
    expect(rows((row) => `{"a${row}":1,"b":2}`)).to.be.above(3 * alike);
    expect(rows(() => '{"1000":1,"2000":2}')).to.be.above(2 * alike);
  });

  it('leaves room for a page of 5,000 attributes with fifteen tags each', () => {
    const tag = (id: number) =>
      `{"id":"${id}","name":"tlp:green","colour":"#ffffff","exportable":true,"user_id":"0","hide_tag":false,"numerical_value":null,"local":0}`;
    const tags = Array.from({ length: 15 }, (_, id) => tag(id)).join(',');
    const members = Array.from({ length: 35 }, (_, index) => `"member_${index}":"a value"`).join(',');
    const text = `[${Array.from({ length: 5000 }, () => `{${members},"Tag":[${tags}]}`).join(',')}]`;
    expect(bytesOf(text)).to.be.below(MAX_VALUE_BYTES);
  });
});
