import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { ATTRIBUTE, attributeChecker } from '../../../src/misp/rows/attribute-shape.ts';
import { PageReader, type ReadPage } from '../../../src/misp/rows/page-reader.ts';
import { RowOutline } from '../../../src/misp/rows/row-outline.ts';
import { UnusableRow } from '../../../src/misp/rows/shape.ts';
import { recordingOf, rowsOf } from '../../stand-ins/misp/recorded/recordings.ts';
import '../../support/properties.ts';

const REGULAR = {
  id: '7',
  event_id: '1',
  object_id: '0',
  object_relation: null as unknown,
  category: 'Network activity',
  type: 'domain',
  to_ids: true,
  uuid: '00000000-0000-4000-8000-000000000007',
  timestamp: '1795000000',
  distribution: '5',
  sharing_group_id: '0',
  comment: '',
  deleted: false,
  disable_correlation: false,
  first_seen: null as unknown,
  last_seen: null as unknown,
  value: 'a.example',
  Sighting: [] as unknown,
  Event: {
    ...{
      org_id: '1',
      distribution: '1',
      publish_timestamp: '1795000000',
      id: '1',
      info: 'Title',
      orgc_id: '2',
    },
    uuid: '00000000-0000-4000-8000-000000000001',
  },
  Galaxy: [{ name: 'a "b" [c' }] as unknown,
  Tag: [{ id: '1', name: 'tlp:green', inherited: 1 }] as unknown,
};

/** Reads as if a page of some rows had come before. */
function readerOf(rows: readonly unknown[] = [REGULAR]): (text: string) => ReadPage | undefined {
  const reader = new PageReader();
  reader.learn(rows);
  const { read } = reader;
  if (!read) throw new Error('nothing was learnt');
  return (text) => read(Buffer.from(text));
}

function pageOf(rows: readonly unknown[]): string {
  return `{"response": {"Attribute": [${rows.map((row) => JSON.stringify(row)).join(',')}]}}\n`;
}

/** What a walk makes of a page that was read. */
function checkedRows({ response }: ReadPage): readonly unknown[] {
  return response.Attribute.map((row) =>
    row instanceof RowOutline ? row.attribute() : declared(attributeChecker.check(row)),
  );
}

/** Rows that are not regular. */
function unchecked(page: ReadPage | undefined): readonly unknown[] {
  return page?.response.Attribute.filter((row) => !(row instanceof RowOutline)) ?? [];
}

/** What a walk makes of a page that was parsed, without members that are not declared. */
function parsedRows(text: string): readonly unknown[] {
  const { response } = JSON.parse(text) as ReadPage;
  return response.Attribute.map((row) => declared(attributeChecker.check(row)));
}

const DECLARED = new Set([...Object.keys(ATTRIBUTE.members), ...Object.keys(ATTRIBUTE.parts ?? {})]);

function declared(row: object): object {
  if (row instanceof UnusableRow) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => DECLARED.has(name)));
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a"b', 'C:\\x', '\u0001', '\ud800', 'x'.repeat(40)),
);
const anyMember = fc.oneof(
  anyText,
  fc.constantFrom(null, undefined, 0, 5, 1e30, -1, '0', '12', '00', '9007199254740993', true, '1', [], {}),
  fc.jsonValue(),
);
const changes = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(REGULAR), 'more', '__proto__', '1'), anyMember),
  { maxLength: 3 },
);
const anyRow = changes.map((some) => Object.fromEntries([...Object.entries(REGULAR), ...some]));

describe('A page of attributes that is read without JSON.parse', () => {
  it('has the rows that JSON.parse and the checks give', () => {
    const read = readerOf();
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 4 }), (rows) => {
        const text = pageOf(rows);
        const page = read(text) ?? readerOf()(text);
        if (page) expect(checkedRows(page)).to.deep.equal(parsedRows(text));
      }),
    );
  });

  it('is read, whatever its texts, with and without blanks', () => {
    fc.assert(
      fc.property(anyText, anyText, (value, comment) => {
        const text = pageOf([REGULAR, { ...REGULAR, value, comment, first_seen: comment }]);
        for (const one of [
          text,
          text.replace('[{', '\r\n [ {').replace('},{', '} ,\t{').replace(']}}', ' ] } } '),
        ]) {
          const page = readerOf()(one);
          expect(unchecked(page).length === 0 || one !== text).to.equal(true);
          if (page) expect(checkedRows(page)).to.deep.equal(parsedRows(one));
        }
      }),
    );
  });

  it('is JSON: what JSON.parse refuses is not read', () => {
    const whole = pageOf([REGULAR, { ...REGULAR, comment: 'C:\\a "b" \u20ac' }, REGULAR]);
    const at = fc.nat(whole.length - 1);
    const inserted = fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '\n',
      '\u0000',
      '\u00a0',
      '0',
      'x',
      '/',
      '\\q',
      '\\u12',
      '""',
    );
    let read = 0;
    fc.assert(
      fc.property(at, fc.nat(3), inserted, (start, length, text) => {
        const changed = whole.slice(0, start) + text + whole.slice(start + length);
        const page = readerOf()(changed);
        if (!page) return;
        read += 1;
        expect(checkedRows(page)).to.deep.equal(parsedRows(changed));
      }),
      { numRuns: 5000 },
    );
    expect(read).to.be.greaterThan(500);
  });

  it('may have rows that are not regular, which are left to the check', () => {
    const odd = { ...REGULAR, comment: null };
    const page = readerOf()(pageOf([REGULAR, odd, REGULAR, { id: '8' }]));
    expect(unchecked(page)).to.deep.equal([odd, { id: '8' }]);
  });

  it('has a member that comes twice as JSON.parse has it', () => {
    const text = pageOf([REGULAR]).replace('"value":"a.example"', '"value":"a.example","value":"b.example"');
    const page = readerOf()(text);
    expect(page && checkedRows(page)).to.have.nested.property('[0].value', 'b.example');
  });

  it('is parsed when too many rows are not regular, or one is too large', () => {
    const odd = { ...REGULAR, comment: null, value: 'x'.repeat(10_000) };
    expect(readerOf()(pageOf(Array.from({ length: 50 }, () => odd)))).to.have.property('response');
    expect(readerOf()(pageOf(Array.from({ length: 150 }, () => odd)))).to.equal(undefined);
    expect(readerOf()(pageOf([{ ...REGULAR, Tag: [{ name: 'x'.repeat(1_000_001) }] }]))).to.equal(undefined);
  });

  it('is parsed when it ends too soon, and when it is something else', () => {
    const text = pageOf([REGULAR, REGULAR]);
    for (let end = 0; end < text.trimEnd().length; end += 1)
      expect(readerOf()(text.slice(0, end))).to.equal(undefined);
    for (const other of [
      '',
      '[]',
      '{"response":[]}',
      pageOf([]),
      `${text}x`,
      text + text,
      `[${text}]`,
      '['.repeat(10_000_000),
    ])
      expect(readerOf()(other)).to.equal(undefined);
  });

  it('is not tried any more after three pages that had to be parsed', () => {
    const reader = new PageReader();
    for (let page = 0; page < 3; page += 1) {
      reader.learn([REGULAR]);
      expect(reader.read?.(Buffer.from('[]'))).to.equal(undefined);
    }
    reader.learn([REGULAR]);
    expect(reader.read).to.equal(undefined);
  });

  it('needs rows that have all that is declared', () => {
    for (const rows of [[], [5, null], [{ ...REGULAR, uuid: undefined }], [{ ...REGULAR, value: [] }]]) {
      const reader = new PageReader();
      reader.learn(JSON.parse(JSON.stringify(rows)) as unknown[]);
      expect(reader.read).to.equal(undefined);
    }
  });

  it('is not kept in memory by a value of it', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const read = readerOf();
    const before = process.memoryUsage().heapUsed;
    const kept: unknown[] = [];
    for (let page = 0; page < 40; page += 1) {
      const rows = Array.from({ length: 3000 }, (_, row) => ({
        ...REGULAR,
        value: `host${page}-${row}.example`,
        comment: `comment ${page}`,
      }));
      kept.push(
        read(pageOf(rows))
          ?.response.Attribute.slice(0, 1)
          .map((row) => row instanceof RowOutline && row.attribute()),
      );
    }
    collect();
    expect(kept.flat()).to.have.length(40).and.not.include(false);
    expect((process.memoryUsage().heapUsed - before) / 1024 / 1024).to.be.lessThan(10);
  });

  it('as a real MISP has sent them is regular, but for a few', function () {
    let rows = 0;
    let odd = 0;
    const names = ['03-paging', '06-tags', '07-includes', '08-warninglist-deleted'];
    for (const { response } of names.flatMap((name) => recordingOf(this, name))) {
      const all = rowsOf(response.body);
      if (!all || all.length === 0) continue;
      const page = readerOf(all)(response.body);
      expect(page && checkedRows(page)).to.deep.equal(parsedRows(response.body));
      rows += all.length;
      odd += unchecked(page).length;
    }
    expect(rows).to.be.greaterThan(300);
    expect(odd / rows).to.be.lessThan(0.02);
  });
});
