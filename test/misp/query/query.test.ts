import { expect } from 'chai';
import { QueryError } from '../../../src/misp/errors.ts';
import type { SearchScope } from '../../../src/misp/query/filters.ts';
import { prepareQuery, type Query } from '../../../src/misp/query/query.ts';

const NOW = 1_795_000_000;

function mistakeIn(query: Query, what: SearchScope = 'attributes'): string {
  try {
    prepareQuery(query, what, NOW);
    return '';
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

describe('A query', () => {
  for (const query of [
    { last: '1d' },
    { value: ['a', 'b'], type: { OR: ['ip-dst'], NOT: ['ip-src'] } },
    { org: { OR: ['a'], NOT: ['b', 7] } },
    { org: { NOT: 'a' }, type: { OR: 'domain' }, eventid: { OR: 1 } },
    { threat_level_id: [1, '2'], first_seen: ['2026-01-01', '7d'], last_seen: '1d' },
    { to_ids: false, limit: 0, includeContext: true },
    { eventid: 54, deleted: [0, 1], returnFormat: 'json' },
  ]) {
    it(`may be ${JSON.stringify(query)}`, () => {
      expect(mistakeIn(query)).to.equal('');
    });
  }

  for (const [query, mistake] of [
    [{}, /no filter/],
    [{ limit: 5, deleted: false, includeContext: true }, /no filter/],
    [{ value: '' }, /"value" is blank/],
    [{ value: '  ' }, /"value" is blank/],
    [{ value: [] }, /"value" is blank/],
    [{ value: null }, /"value" is blank/],
    [{ value: ['a', ''] }, /"value" is blank/],
    [{ value: '!' }, /"value" is blank/],
    [{ tags: { OR: ['a'], NOT: [''] } }, /"tags" is blank/],
    [{ tags: { OR: [] } }, /"tags" is blank/],
    [{ eventid: 0 }, /treats as no filter/],
    [{ eventid: '0' }, /treats as no filter/],
    [{ eventid: 'all' }, /treats as no filter/],
    [{ value: '0' }, /treats as no filter/],
    [{ type: { OR: '0' } }, /treats as no filter/],
    [{ threat_level_id: false }, /treats as no filter/],
    [{ timestamp: false }, /treats as no filter/],
    [{ timestamp: 0 }, /treats as no filter/],
    [{ last: '0' }, /treats as no filter/],
    [{ value: [false, 'a'] }, /"value" has a value that is not text/],
    [{ to_ids: [] }, /true or false/],
    [{ last: '1d', to_ids: '' }, /true or false/],
    [{ last: '1d', published: null }, /true or false/],
    [{ to_ids: 2 }, /true or false/],
    [{ to_ids: 'constructor' }, /true or false/],
    [{ to_ids: [0, 1] }, /no filter/],
    [{ published: [true, false], limit: 5 }, /no filter/],
    [{ value: '%' }, /no filter/],
    [{ value: ['a', '%%'] }, /no filter/],
    [{ tags: { OR: ['%'] } }, /no filter/],
    [{ value: '!a' }, /excludes values/],
    [{ value: { NOT: ['a'] } }, /excludes values/],
    [{ from: '2026-02-30' }, /there is no day 2026-02-30/],
    [{ first_seen: '2026-02-30T08:00:00Z' }, /"first_seen" is not valid: there is no day 2026-02-30/],
    [{ last_seen: ['2026-02-28', '2026-02-30'] }, /"last_seen" is not valid: there is no day 2026-02-30/],
    [
      { org: { AND: ['a'] } },
      /"org" must be text, a number, a list, or an object with lists .* of OR and NOT/,
    ],
    [{ org: true }, /"org" must be text, a number, a list/],
    [{ org: '1e3' }, /"org" has "1e3", which MISP reads as the number of an ID/],
    [{ org: { NOT: ['a', 1.5] } }, /"org" has "1.5", which MISP reads as the number of an ID/],
    [{ value: true }, /"value" must be text, a number, a list/],
    [{ last: '1d', type: { foo: 'domain' } }, /"type" must be text, .* of OR, AND and NOT/],
    [{ last: '1d', tags: { OR: ['a'], foo: ['b'] } }, /"tags" must be text/],
    [{ last: '1d', eventinfo: { OR: { a: 'x' } } }, /"eventinfo" must be text/],
    [{ last: '1d', category: { NOT: ['a', { b: 1 }] } }, /"category" must be text/],
    [{ last: '1d', uuid: { constructor: ['a'] } }, /"uuid" must be text/],
    [{ threat_level_id: { OR: [1] } }, /"threat_level_id" must be text, a number or a list/],
    [{ from: ['2026-01-01', '2026-02-01'] }, /"from" must be one day/],
    [{ to: { OR: '2026-01-01' } }, /"to" must be one day/],
    [{ to: true }, /"to" must be one day/],
    [{ timestamp: true }, /"timestamp" must be one time/],
    [{ first_seen: { OR: ['2026-01-01'] } }, /"first_seen" must be one time, or a list of two/],
    [{ last_seen: ['2026-01-01'] }, /"last_seen" must be one time, or a list of two/],
    [{ first_seen: 'yesterday' }, /"first_seen" is not valid. Use a number with d/],
    [{ last_seen: '1w' }, /"last_seen" is not valid: write 7d/],
    [{ timestamp: { from: '1d' } }, /"timestamp" must be one time/],
    [{ constructor: 'x' }, /has no filter "constructor"/],
    [{ toString: 'x', last: '1d' }, /has no filter "toString"/],
    [JSON.parse('{"__proto__": "x", "last": "1d"}') as Query, /has no filter "__proto__"/],
    [{ last: '1w' }, /write 7d/],
    [{ last: '1700000000000' }, /remove the milliseconds/],
    [{ timestamp: ['2h'] }, /a list of two/],
    [{ timestamp: ['3h', '2h', '1h'] }, /a list of two/],
    [{ from: '12h' }, /must be a day/],
    [{ last: '1d', searchall: 'x' }, /ignores "searchall".*use "value"/],
    [{ last: '1d', nosuchparam: 'x' }, /has no filter "nosuchparam"/],
    [{ last: '1d', typ: 'x' }, /did you mean "type"\?/],
    [{ last: '1d', returnFormat: 'csv' }, /"returnFormat" can only be json/],
  ] as const) {
    it(`may not be ${JSON.stringify(query)}`, () => {
      expect(mistakeIn(query)).to.match(mistake);
    });
  }

  for (const [query, mistake] of [
    [{ value1: 'x' }, /ignores "value1" when it searches events: use "value"/],
    [{ value2: 'x' }, /ignores "value2" when it searches events/],
    [{ first_seen: '2026-01-01' }, /ignores "first_seen" when it searches events: search attributes/],
    [{ last_seen: '7d', last: '1d' }, /ignores "last_seen" when it searches events/],
    [{ attribute_timestamp: '1d' }, /ignores "attribute_timestamp" when it searches events/],
  ] as const)
    it(`of events may not be ${JSON.stringify(query)}, which MISP ignores`, () => {
      expect(mistakeIn(query, 'events')).to.match(mistake);
    });

  it('finds ids and organisations by UUIDs in any letter case', () => {
    const uuid = 'E85319CE-1B1E-4AF6-8954-D97D2C77F1F3';
    const lower = uuid.toLowerCase();
    const query = { uuid, eventid: [uuid, 7], org: { NOT: [uuid, 'CERT'] }, value: uuid };
    expect(prepareQuery(query, 'attributes', NOW)).to.deep.equal({
      uuid: lower,
      eventid: [lower, 7],
      org: { NOT: [lower, 'CERT'] },
      value: uuid,
    });
    expect(prepareQuery({ org: `!${uuid}` }, 'events', NOW)).to.deep.equal({ org: `!${lower}` });
  });

  it('has lists below operators, since MISP reads a text there differently', () => {
    expect(
      prepareQuery({ org: { NOT: 'a' }, type: { OR: 'domain' }, eventid: { OR: 1 } }, 'events', NOW),
    ).to.deep.equal({ org: { NOT: ['a'] }, type: { OR: ['domain'] }, eventid: { OR: [1] } });
  });

  it('has moments as seconds, so that they are the same for every page', () => {
    expect(prepareQuery({ last: '1d' }, 'attributes', NOW)).to.deep.equal({ last: '1794913600' });
    expect(prepareQuery({ timestamp: ['2h', 1_794_999_999] }, 'attributes', NOW)).to.deep.equal({
      timestamp: ['1794992800', '1794999999'],
    });
    expect(
      prepareQuery({ first_seen: '1d', last_seen: ['2026-01-01', 1_794_999_999] }, 'attributes', NOW),
    ).to.deep.equal({
      first_seen: '1794913600',
      last_seen: ['1767225600', '1794999999'],
    });
    expect(prepareQuery({ timestamp: 1, from: '1d' }, 'attributes', NOW)).to.deep.equal({
      timestamp: 1,
      from: '2026-11-17',
    });
  });

  for (const early of ['1971-01-01', '20000d', '999999999d', '1960-01-01T00:00:00Z']) {
    it(`may be prepared twice with a moment as early as ${early}`, () => {
      const once = prepareQuery({ timestamp: early, last: [early, '1d'] }, 'events', NOW);
      expect(prepareQuery(once, 'events', 0)).to.deep.equal(once);
    });
  }

  for (const name of ['eventid', 'value', 'to_ids', 'last', 'from', 'includeContext'])
    it(`is refused when ${name} is an object without a text`, () => {
      expect(() => prepareQuery({ [name]: { toString: [0] } }, 'attributes', NOW)).not.to.throw(TypeError);
    });

  for (const no of [false, 0, '0', 'false', 'exclude']) {
    it(`has 0 for to_ids ${JSON.stringify(no)}`, () => {
      expect(prepareQuery({ to_ids: no }, 'attributes', NOW)).to.deep.equal({ to_ids: 0 });
    });
  }

  it('has booleans for what a setting says in words', () => {
    expect(
      prepareQuery({ eventid: 5, includeContext: 'false', metadata: 'True' }, 'events', NOW),
    ).to.deep.equal({ eventid: 5, includeContext: false, metadata: 'True' });
  });

  for (const metadata of [true, 1, '1', 'false']) {
    it(`asks for no warning list beside metadata ${JSON.stringify(metadata)}`, () => {
      const query = { last: '1d', metadata, enforceWarninglist: true, includeWarninglistHits: 1 };
      expect(Object.keys(prepareQuery(query, 'events', NOW))).to.deep.equal(['last', 'metadata']);
    });
  }
});
