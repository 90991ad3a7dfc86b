import { expect } from 'chai';
import fc from 'fast-check';
import { parseJsonObject, windowOptions } from '../../src/commands/shared/attribute-options.ts';
import { attributeQueries } from '../../src/commands/shared/attribute-query.ts';
import { mispgetioc } from '../../src/commands/mispgetioc/command.ts';
import { misprest } from '../../src/commands/misprest/command.ts';
import { requireFilter } from '../../src/commands/misprest/filters.ts';
import { requestOf } from '../../src/commands/misprest/request.ts';
import { filterOptions } from '../../src/indicators/filter-options.ts';
import { QueryError } from '../../src/misp/errors.ts';
import { EVENT_SETTINGS, FILTERS, type SearchScope, SETTINGS } from '../../src/misp/query/filters.ts';
import { prepareQuery } from '../../src/misp/query/query.ts';
import { hasEffectiveFilter } from '../../src/misp/query/sendable.ts';
import { resolveDay, resolveTime, TimeError } from '../../src/misp/query/time.ts';
import { parseArguments } from '../../src/protocol/arguments.ts';
import { OptionError } from '../../src/protocol/options.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { PROTOTYPE_NAMES, texts, textsOf } from '../support/properties.ts';

const NOW = 1_795_000_000;

const filterNames = Object.keys({ ...FILTERS.attributes, ...FILTERS.events });
const names = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...filterNames) },
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys({ ...SETTINGS, ...EVENT_SETTINGS })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...PROTOTYPE_NAMES,
      'comment',
      'searchall',
      'request',
      'page',
      'limit',
      '../../users/view/1?a',
    ),
  },
  { weight: 1, arbitrary: texts(6) },
);
const scalars = fc.oneof(
  fc.constantFrom('../../users/view/1', '/', '..', '?'),
  fc.constantFrom(
    '1d',
    '2026-11-20',
    '0',
    0,
    1,
    true,
    false,
    null,
    '',
    ' ',
    '%',
    '!',
    '!a',
    'a',
    'all',
    '1',
    'constructor',
  ),
  texts(6),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const values = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 3 }),
  fc.dictionary(
    fc.constantFrom('OR', 'AND', 'NOT', ...PROTOTYPE_NAMES),
    fc.oneof(scalars, fc.array(scalars, { maxLength: 2 })),
    { maxKeys: 2 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
/** As JSON.parse makes it: `__proto__` is a member like others. */
const bodies = fc
  .array(fc.tuple(names, values), { maxLength: 5 })
  .map((members) => JSON.stringify(Object.fromEntries(members)))
  .map((json) => JSON.parse(json) as Record<string, unknown>);

/** Whether something that was put together may be sent: every name is MISP's, no filter is blank, and one filters. */
function mustBeGood(body: Readonly<Record<string, unknown>>, what: SearchScope): void {
  expect(JSON.parse(JSON.stringify(body))).to.deep.equal(body);
  const filters = FILTERS[what];
  const settings = { ...SETTINGS, ...(what === 'events' && EVENT_SETTINGS) };
  for (const [name, value] of Object.entries(body)) {
    expect(Object.hasOwn({ ...filters, ...settings }, name), name).to.equal(true);
    if (Object.hasOwn(filters, name) && typeof value === 'string')
      expect(value.trim(), name).not.to.be.oneOf(['', '!', '0']);
    if (Object.hasOwn(filters, name)) expect(value, name).not.to.be.oneOf([null, undefined, false]);
  }
  expect(hasEffectiveFilter(body, what)).to.equal(true);
}

describe('The body of a search, whatever is asked', () => {
  for (const what of ['attributes', 'events'] as const)
    it(`of ${what} is refused by one message, or filters something and is JSON`, () => {
      fc.assert(
        fc.property(bodies, (query) => {
          let body;
          try {
            body = prepareQuery(query, what, NOW);
          } catch (error) {
            expect(error).to.be.instanceOf(QueryError);
            expect((error as Error).message).to.match(/\w/);
            return;
          }
          mustBeGood(body, what);
          expect(prepareQuery(body, what, NOW), 'prepared once more').to.deep.equal(body);
        }),
        { numRuns: 4000 },
      );
    });

  it('of options is refused by one message, or filters something and is JSON', () => {
    const { options } = mispgetioc;
    const argument = fc
      .tuple(
        fc.constantFrom(...Object.keys({ ...windowOptions, ...filterOptions })),
        fc.oneof(scalars, bodies).map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))),
      )
      .map((parts) => parts.join('='));
    const window = fc.constantFrom(
      'last=1d',
      'eventid=1',
      'changed=1h',
      'date=7d',
      'timestamp=2026-11-20',
      'json_request={"last":"1d"}',
    );
    let good = 0;
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 4 }), window, (more, first) => {
        const { values: given, mistakes } = parseArguments([first, ...more], options);
        if (mistakes.length > 0) return;
        try {
          for (const query of attributeQueries(given, undefined)) {
            mustBeGood(prepareQuery(query, 'attributes', NOW), 'attributes');
            good += 1;
          }
        } catch (error) {
          expect(error).to.be.instanceOf(QueryError);
        }
      }),
      { numRuns: 3000 },
    );
    expect(good).to.be.above(300);
  });

  it('of misprest is refused by one message, or is a request whose path is below that of the instance', () => {
    const targets = fc.oneof(
      fc.constantFrom(
        '/attributes/restSearch',
        '/events/restSearch/json',
        '/objects/restSearch',
        '/attributes/restSearch/value:%',
      ),
      textsOf(
        ['/', 'events', 'index', ':', '%2e', '%', '?', '=', 'page', '||', 'restSearch', 'attributes', '&'],
        8,
      ).map((text) => `/${text}`),
    );
    fc.assert(
      fc.property(
        targets,
        bodies,
        fc.constantFrom('get', 'post', 'put', 'delete'),
        (target, json_request, method) => {
          try {
            const request = { method, target: misprest.options.target.parse(target), json_request } as const;
            requireFilter(request);
            const { path, body } = requestOf(request, { page: 1, limit: 5 });
            const [start = ''] = /^[^?]*/.exec(request.target.replace(/\/$/, '')) ?? [];
            expect(new URL(`https://misp.example/base${path}`).pathname).to.satisfy((one: string) =>
              one.startsWith(new URL(`https://misp.example/base${start}`).pathname),
            );
            if (body !== undefined) expect(JSON.parse(JSON.stringify(body))).to.deep.equal(body);
          } catch (error) {
            if (!(error instanceof OptionError)) expect(error).to.be.instanceOf(QueryError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is read as JSON, or refused by one message, however deep it is', () => {
    for (const depth of [10, 1000, 20_000, 200_000]) {
      const text = `{"value":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      try {
        prepareQuery(parseJsonObject(text), 'attributes', NOW);
        expect(depth).to.be.below(100);
      } catch (error) {
        if ((error as Error).name === 'AssertionError') throw error;
        expect(error).to.be.instanceOf(depth < 100 ? QueryError : OptionError);
      }
    }
  });
});

describe('A moment, whatever is written', () => {
  const moments = textsOf(
    [
      '1',
      '0',
      '9',
      '7',
      'd',
      'h',
      'm',
      's',
      'w',
      'M',
      '.',
      '-',
      ':',
      'T',
      'Z',
      '+',
      ' ',
      '2026',
      '11',
      '20',
      '2026-11-20',
      '1795000000',
    ],
    8,
  );

  it('is a whole number of seconds from 1 on, or no time', () => {
    fc.assert(
      fc.property(moments, (text) => {
        try {
          const seconds = resolveTime(text, NOW);
          expect(Number.isSafeInteger(seconds) && seconds >= 1, `${seconds}`).to.equal(true);
          expect(resolveTime(String(Math.max(seconds, 100_000_000)), NOW)).to.equal(
            Math.max(seconds, 100_000_000),
          );
        } catch (error) {
          expect(error).to.be.instanceOf(TimeError);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is a day, or none', () => {
    fc.assert(
      fc.property(moments, (text) => {
        try {
          const day = resolveDay(text, NOW);
          expect(day).to.match(/^\d{4}-\d\d-\d\d$/);
          expect(new Date(day).toISOString().slice(0, 10)).to.equal(day);
          expect(resolveDay(day, NOW)).to.equal(day);
        } catch (error) {
          expect(error).to.be.instanceOf(TimeError);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('is read in linear time', () => {
    for (const text of [
      '1'.repeat(100_000),
      `${'1.'.repeat(50_000)}d`,
      ' '.repeat(100_000),
      '2026-11-20 '.repeat(9000),
    ])
      expect(
        cpuTimeOf(() => {
          for (const read of [resolveTime, resolveDay])
            try {
              read(text, NOW);
            } catch (error) {
              expect(error).to.be.instanceOf(TimeError);
            }
        }),
      ).to.be.below(500);
  });
});
