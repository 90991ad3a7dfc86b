import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { faultsOf } from '../support/dashboard-rules.ts';
import { definitionIn, initialTokens } from '../support/dashboards.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { expandMacros } from '../stand-ins/splunk/spl/macros.ts';
import { resolved } from '../stand-ins/splunk/web/tokens.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GOOD = 'index=misp | fields a b | stats count BY a b';

describe('The rules for searches of dashboards', () => {
  for (const view of ['misp_indicators', 'misp_matches', 'misp_event', 'misp_health']) {
    it(`are kept by ${view}`, () => {
      const definition = definitionIn(ROOT, view);
      const tokens = { event: '1', ...initialTokens(definition) };
      const macros = readConf(ROOT, 'macros');
      const searches = Object.fromEntries(
        Object.entries(definition.dataSources).map(
          ([
            name,
            {
              options: { query, extend },
            },
          ]) => [
            name,
            {
              query: expandMacros(resolved(query, tokens), macros),
              ...(extend !== undefined && { extend }),
            },
          ],
        ),
      );
      expect(faultsOf(searches)).to.deep.equal([]);
    });
  }

  it('let a search pass that reads, reduces and shows little', () => {
    expect(faultsOf({ good: { query: `${GOOD} | sort 10 -num(count)` } })).to.deep.equal([]);
    const before = '| fillnull value="-" a | bin _time span=1d | eval a=b, c=_time | search a=x | where b=c';
    const query = `index=misp | fields _time a b ${before} | stats count BY a`;
    expect(faultsOf({ good: { query }, chain: { extend: 'good', query: '| sort 0 +str(a)' } })).to.deep.equal(
      [],
    );
  });

  const OWN: Readonly<Record<string, string>> = {
    'search index=misp | fields a | table a': 'hands on events, which no stats has made a table of',
    'index=misp | fields a | table a': 'hands on events, which no stats has made a table of',
    'index=misp | stats count BY a': 'reads events without fields behind the first terms',
    'index=misp | fields a b | stats count BY a': 'reads b, which it does not use',
    'index=misp | fields a | sort 10 -num(a) | stats count BY a': 'brings events to the search head by sort',
    'index=misp | fields a | dedup a | stats count BY a': 'brings events to the search head by dedup',
    'index=misp | fields a | fillnull | stats count BY a': 'brings events to the search head by fillnull',
    'index=misp | fields a | bin a | stats count BY a': 'brings events to the search head by bin',
    'index=misp | fields a | streamstats count AS n BY a | stats max(n) BY a':
      'brings events to the search head by streamstats',
    [`${GOOD} | sort 0 -num(count)`]: 'sorts more than 100 rows',
    [`${GOOD} | sort 5000 -num(count)`]: 'sorts more than 100 rows',
    [`${GOOD} | appendpipe [ stats count BY a | sort 0 -num(count) ]`]: 'sorts more than 100 rows',
    [`${GOOD} | mvexpand a`]: 'has mvexpand, which has a limit',
    [`${GOOD} | append [ search index=misp | stats count ]`]: 'has append, which has a limit',
    [`${GOOD} | eventstats sum(count) AS all`]: 'has eventstats, which has a limit',
  };
  for (const [query, fault] of Object.entries(OWN)) {
    it(`refuse ${query}`, () => {
      expect(faultsOf({ bad: { query } })).to.deep.equal([`bad: ${fault}`]);
    });
  }

  const CHAINS: Readonly<Record<string, string>> = {
    '| sort -count': 'sorts without saying how many rows: Splunk cuts at 10,000',
    '| sort 0 -num(count) | head 10': 'sorts all rows for a head: sort takes the number itself',
    '| append [ search index=misp | stats count ]': 'is a chain that reads more than the rows of its base',
    '| append [ | inputlookup a ]': 'is a chain that reads more than the rows of its base',
  };
  for (const [query, fault] of Object.entries(CHAINS)) {
    it(`refuse the chain ${query}`, () => {
      expect(faultsOf({ base: { query: GOOD }, bad: { extend: 'base', query } })).to.deep.equal([
        `bad: ${fault}`,
      ]);
    });
  }

  it('refuse a chain of three', () => {
    const query = '| search a=x';
    const chains = {
      base: { query: GOOD },
      one: { extend: 'base', query },
      two: { extend: 'one', query },
      three: { extend: 'two', query },
    };
    expect(faultsOf(chains)).to.deep.equal(['three: is the end of a chain of more than 2']);
  });
});
