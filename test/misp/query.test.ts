import { expect } from 'chai';
import { QueryError } from '../../src/misp/errors.ts';
import { checkQuery, type Query } from '../../src/misp/query.ts';

function mistakeIn(query: Query): string {
  try {
    checkQuery(query);
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
    [{ last: '1d', searchall: 'x' }, /ignores "searchall".*use "value"/],
    [{ last: '1d', nosuchparam: 'x' }, /"nosuchparam" is no filter/],
    [{ last: '1d', typ: 'x' }, /did you mean "type"\?/],
    [{ last: '1d', returnFormat: 'csv' }, /"returnFormat" can only be json/],
  ] as const) {
    it(`may not be ${JSON.stringify(query)}`, () => {
      expect(mistakeIn(query)).to.match(mistake);
    });
  }
});
