import { expect } from 'chai';
import { DOCUMENT_FIELDS, MAX_VALUE_BYTES, VIEWS } from '../../src/intel/documents/collection.ts';
import { DocumentTransformer } from '../../src/intel/documents/document-transformer.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';
import type { Row } from '../../src/protocol/rows.ts';
import {
  attributesOf,
  EVENT,
  INSTANCE,
  objectOf,
  PLAIN,
  resultOf,
  rowsOf,
  SHAPES,
  uuidOf,
  WEIGHTS,
} from './rows.ts';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const TYPED: readonly string[] = Object.values(VIEWS).flatMap(({ fields }) => Object.keys(fields));

function run(rows: readonly Row[], chunkRows = Infinity) {
  return resultOf(rows, chunkRows, (say) => new DocumentTransformer(WEIGHTS, { allowPrivate: false }, say));
}

function documentsOf(...attributes: readonly Partial<Attribute>[]): readonly Row[] {
  return run(rowsOf(attributesOf(...attributes))).rows;
}

/** Number of the attribute and part, value, and the fields named after types. */
function told(row: Row): string {
  const key = String(row['misp_key']).slice(-14).replace(/^0+/, '');
  const typed = TYPED.flatMap((name) => (row[name] === undefined ? [] : [`${name}=${String(row[name])}`]));
  return [key, String(row['misp_value']), ...typed].join(' ');
}

describe('Documents of the KV store collection', () => {
  it('have every field that the collection has, and a key', () => {
    const [row] = documentsOf({
      type: 'domain',
      value: ' evil.example ',
      comment: 'seen',
      timestamp: '1700000900',
      Tag: [{ name: 'tlp:red' }, { name: 'osint' }],
    });
    expect(row).to.deep.equal({
      misp_key: `${INSTANCE}:${uuidOf(1)}:1`,
      misp_value: 'evil.example',
      misp_type: 'domain',
      misp_category: 'Network activity',
      misp_to_ids: 'True',
      misp_withdrawn: 'False',
      misp_comment: 'seen',
      misp_description: 'Phishing | Network activity | seen | MISP event 34',
      misp_tag: 'tlp:red, osint',
      misp_weight: '100',
      misp_threat_level_id: '4',
      misp_attribute_id: '1',
      misp_attribute_uuid: uuidOf(1),
      misp_object_id: '0',
      misp_object_relation: '',
      misp_event_id: EVENT.id,
      misp_event_uuid: EVENT.uuid,
      misp_event_info: EVENT.info,
      misp_orgc_id: EVENT.orgc_id,
      misp_instance: INSTANCE,
      misp_host: 'misp.example',
      misp_timestamp: '1700000900',
      misp_publish_timestamp: EVENT.publish_timestamp,
      misp_seen: '1700000900',
      misp_datetime: '2023-11-14T22:28:20.000Z',
      misp_text: '',
      misp_view: 'web',
      misp_domain: 'evil.example',
      misp_match_key: 'domain:evil.example',
      misp_match_kind: 'domain',
      misp_match_below: 'True',
    });
    const fields = Object.keys(row ?? {}).filter((name) => !TYPED.includes(name));
    // A composite needs its other half, and the search that writes documents adds since when a value is looked for.
    const others = ['misp_match_needs', 'misp_match_added'];
    expect([...fields, ...others]).to.have.members(['misp_key', ...Object.keys(DOCUMENT_FIELDS)]);
  });

  for (const [what, attributes, documents] of [
    [
      'a composite is two, with keys of their own',
      [{ type: 'domain|ip', value: 'a.example|203.0.113.5' }],
      ['1:1 a.example misp_domain=a.example misp_ip_dst=203.0.113.5', '1:2 203.0.113.5'],
    ],
    [
      'a composite without its second half is one',
      [{ type: 'filename|md5', value: 'a.exe' }],
      ['1:1 a.exe misp_filename=a.exe'],
    ],
    [
      'a blank half is none, and the other keeps its key',
      [{ type: 'filename|md5', value: ` |${MD5}` }],
      [`1:2 ${MD5} misp_md5=${MD5}`],
    ],
    [
      'a value with a bar is one',
      [{ type: 'user-agent', value: 'a|b' }],
      ['1:1 a|b misp_user_agent=a|b misp_user_agent_length=3'],
    ],
    ['a type without fields has none', [{ type: 'mutex', value: 'x' }], ['1:1 x']],
    [
      'a hash of a type without a field has none',
      [{ type: 'filename|sha224', value: 'a.exe|00' }],
      ['1:1 a.exe misp_filename=a.exe', '1:2 00'],
    ],
    [
      'a port has no field',
      [{ type: 'ip-dst|port', value: '203.0.113.5|443' }],
      ['1:1 203.0.113.5 misp_ip_dst=203.0.113.5', '1:2 443'],
    ],
    [
      'what an object has together stands together',
      objectOf('7', [
        ['md5', 'md5', MD5],
        ['filename', 'filename', 'a.exe'],
        ['filename', 'filename', 'b.exe'],
        ['size-in-bytes', 'size-in-bytes', '42'],
      ]),
      [
        `1:1 ${MD5} misp_filename=a.exe misp_md5=${MD5} misp_size_in_bytes=42`,
        '2:1 a.exe misp_filename=b.exe',
        '3:1 b.exe',
        '4:1 42',
      ],
    ],
    [
      'each view has its own of an object',
      objectOf('7', [
        ['filename', 'filename', 'a.exe'],
        ['url', 'url', 'http://a.example/'],
        ['subject', 'email-subject', 'Hello'],
        ['mutex', 'mutex', 'x'],
        ['agent', 'user-agent', 'curl/8'],
      ]),
      [
        '1:1 a.exe misp_filename=a.exe',
        '2:1 http://a.example/ misp_url=http://a.example/ misp_user_agent=curl/8 misp_user_agent_length=6',
        '3:1 Hello misp_email_subject=Hello',
        '4:1 x',
        '5:1 curl/8',
      ],
    ],
    [
      'fields of values that are left out are not lost with them',
      objectOf('7', [
        ['filename', 'filename', 'x'.repeat(MAX_VALUE_BYTES + 1)],
        ['filename', 'filename', ' '],
        ['md5', 'md5', MD5],
        ['filename', 'filename', 'a.exe'],
      ]),
      [`3:1 ${MD5} misp_filename=a.exe misp_md5=${MD5}`, '4:1 a.exe'],
    ],
    [
      'loose attributes share nothing',
      [
        { type: 'md5', value: MD5 },
        { type: 'filename', value: 'a.exe' },
      ],
      [`1:1 ${MD5} misp_md5=${MD5}`, '2:1 a.exe misp_filename=a.exe'],
    ],
    [
      'tombstones without a value take the place of both parts',
      [{ type: '', value: '', deleted: true }],
      ['1:1 undefined', '1:2 undefined'],
    ],
  ] satisfies [string, readonly Partial<Attribute>[], string[]][]) {
    it(what, () => {
      expect(documentsOf(...attributes).map(told)).to.deep.equal(documents);
    });
  }

  it('say what was withdrawn, whatever it is to be used for', () => {
    const rows = documentsOf({ deleted: true }, { to_ids: false }, {});
    expect(rows.map((row) => [row['misp_withdrawn'], row['misp_to_ids']])).to.deep.equal([
      ['True', 'True'],
      ['True', 'False'],
      ['False', 'True'],
    ]);
  });

  it('have the text of texts and comments', () => {
    const rows = documentsOf(
      { type: 'text', value: 'a' },
      { type: 'comment', value: 'b' },
      { type: 'other' },
    );
    expect(rows.map((row) => row['misp_text'])).to.deep.equal(['a', 'b', '']);
  });

  it('have one weight in an object', () => {
    const rows = documentsOf(
      ...objectOf('7', [
        ['md5', 'md5', MD5],
        ['filename', 'filename', 'a.exe', { Tag: [{ name: 'tlp:red' }] }],
      ]),
    );
    expect(rows.map((row) => row['misp_weight'])).to.deep.equal(['100', '100']);
  });

  it('have no time that is none', () => {
    const [row] = rowsOf(attributesOf({}));
    const [given] = run([{ ...row, misp_timestamp: '1e300' }]).rows;
    expect(given?.['misp_datetime']).to.equal('');
  });

  for (const [name, { types }] of Object.entries(VIEWS)) {
    for (const type of types) {
      it(`are in the view ${name} when their type is ${type}`, () => {
        const rows = documentsOf({ type: type.replace('%', 'sha3-512'), value: 'a|b' });
        expect(rows.map((row) => row['misp_view'])).to.include(name);
      });
    }
  }

  it('are the same however the rows come', () => {
    const attributes = attributesOf(
      { type: 'domain|ip', value: 'a.example|203.0.113.5' },
      { type: 'url', value: 'http://a.example/$a;"b"', deleted: true },
      ...objectOf('7', [
        ['filename', 'filename|md5', `a.exe|${MD5}`],
        ['filename', 'filename', 'b.exe', { category: 'Other', to_ids: false }],
        ['yara', 'yara', 'x'.repeat(MAX_VALUE_BYTES + 1)],
        ['ip', 'ip-dst', '203.0.113.5', { deleted: true }],
      ]),
    );
    const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();
    const expected = run(rowsOf(attributes));
    expect(expected.rows).to.have.length(7);
    for (const shape of SHAPES) {
      for (const chunkRows of [1, 2, Infinity]) {
        const { rows, messages } = run(rowsOf(attributes, shape), chunkRows);
        expect(sorted(rows), JSON.stringify(shape)).to.deep.equal(sorted(expected.rows));
        expect(messages, JSON.stringify(shape)).to.deep.equal(expected.messages);
      }
    }
  });

  for (const [what, value, isLeftOut] of [
    ['of as many bytes as are taken', 'x'.repeat(MAX_VALUE_BYTES), false],
    ['one byte longer', 'x'.repeat(MAX_VALUE_BYTES + 1), true],
    ['longer in bytes, though not in characters', 'ü'.repeat(MAX_VALUE_BYTES / 2 + 1), true],
    ['of blanks', ' \n', true],
  ] as const) {
    it(`a value ${what} is ${isLeftOut ? 'left out and counted' : 'taken'}`, () => {
      const { rows, messages } = run(rowsOf(attributesOf({ value }, {})));
      expect(rows).to.have.length(isLeftOut ? 1 : 2);
      expect(messages).to.deep.equal(
        isLeftOut
          ? [['INFO', 'misp_indicators: skipped 1 of 2 attributes, blank or too long to look up.']]
          : [],
      );
    });
  }

  it('count an attribute as left out only when both of its halves are', () => {
    const long = 'x'.repeat(MAX_VALUE_BYTES + 1);
    const values = [`${long}|${MD5}`, `a.exe|${long}`, `${long}|${long}`];
    const { messages } = run(
      rowsOf(attributesOf(...values.map((value) => ({ type: 'filename|md5', value }))), PLAIN),
    );
    expect(messages).to.deep.equal([
      ['INFO', 'misp_indicators: skipped 1 of 3 attributes, blank or too long to look up.'],
    ]);
  });

  it('are none of no rows, without a message', () => {
    expect(run([])).to.deep.equal({ rows: [], messages: [] });
  });
});
