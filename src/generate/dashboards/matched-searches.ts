import { appended } from './appended.ts';
import { SCHEME } from './linkable.ts';
import { menu, tagMenu } from './choices.ts';
import { chosenMatches, MATCHES } from './matches-choices.ts';
import { nameWithGalaxy } from './tag-names.ts';
import type { Search } from './types.ts';

/** How long before a match MISP had last changed or published its indicator. */
const AGE =
  'case(isnull(misp_seen), "7 not known", _time < misp_seen, "1 newer than the match", _time - misp_seen < 7 * 86400, "2 up to a week", _time - misp_seen < 30 * 86400, "3 up to 30 days", _time - misp_seen < 90 * 86400, "4 up to 90 days", _time - misp_seen < 365 * 86400, "5 up to a year", true(), "6 older")';

const matches: Search = {
  query: [
    ...chosenMatches([
      ...['_time', 'misp_match_kind', 'misp_match_value', 'misp_match_asset', 'misp_match_count'],
      ...['misp_tlp', 'misp_seen', 'misp_key', 'misp_event', 'misp_instance'],
    ]),
    `| eval age=${AGE}`,
    '| fillnull value="none" misp_tlp | fillnull value=0 misp_weight',
    '| bin _time span=1d',
    '| stats count AS matches sum(misp_match_count) AS seen max(misp_weight) AS weight values(misp_key) AS misp_key values(misp_event) AS misp_event values(misp_instance) AS misp_instance values(misp_tag) AS misp_tag BY _time misp_match_kind misp_match_value misp_match_asset misp_tlp age',
    appended(
      'all',
      '| stats sum(matches) AS matches sum(seen) AS seen dc(misp_key) AS indicators dc(misp_match_asset) AS assets',
    ),
    appended('day', '| stats sum(matches) AS matches BY _time misp_match_kind'),
    appended(
      'indicator',
      '| stats sum(seen) AS seen dc(misp_match_asset) AS assets max(weight) AS weight BY misp_match_value misp_match_kind',
      '| sort 10 -num(assets), -num(seen), +str(misp_match_value)',
    ),
    appended(
      'asset',
      '| stats sum(seen) AS seen dc(misp_match_value) AS indicators max(weight) AS weight BY misp_match_asset',
      '| sort 10 -num(indicators), -num(seen), +str(misp_match_asset)',
    ),
    appended(
      'event',
      '| stats dc(misp_match_value) AS indicators dc(misp_match_asset) AS assets values(misp_instance) AS misp_instance BY misp_event',
      '| sort 10 -num(indicators), -num(assets), +str(misp_event)',
    ),
    appended(
      'tag',
      '| stats dc(misp_match_value) AS indicators BY misp_tag | search NOT misp_tag="tlp:*" NOT misp_tag=none',
      '| sort 10 -num(indicators), +str(misp_tag)',
    ),
    appended('tlp', '| stats sum(matches) AS matches BY misp_tlp'),
    appended('age', '| stats sum(matches) AS matches BY age'),
    '| search part=* | table part _time matches seen indicators assets weight misp_match_kind misp_match_value misp_match_asset misp_event misp_instance misp_tag misp_tlp age',
    SCHEME,
  ],
};

const numberOf = (field: string): Search => ({
  extend: 'matches',
  query: [
    `| search part=all | stats count sum(${field}) AS ${field} | fillnull value=0 ${field} | fields ${field}`,
  ],
});

/** A pair of a value and an asset is new when no match before the time range has it. The subsearch has the range's beginning. */
const history: Search = {
  query: [
    ...chosenMatches(['_time', 'misp_match_value', 'misp_match_asset'], ' earliest=1 latest=now'),
    '| stats min(_time) AS first BY misp_match_value misp_match_asset',
    '| where first >= [| makeresults | addinfo | eval search=info_min_time | table search ]',
    '| stats count AS pairs',
  ],
};

/** What matched in the time range, counted once for all panels. */
export const matchedSearches: Readonly<Record<string, Search>> = {
  matches,
  total: numberOf('matches'),
  indicators: numberOf('indicators'),
  assets: numberOf('assets'),
  seen: numberOf('seen'),
  history,
  over_time: {
    extend: 'matches',
    query: [
      '| search part=day',
      '| timechart span=1d limit=7 sum(matches) BY misp_match_kind | fillnull value=0',
    ],
  },
  by_tlp: {
    extend: 'matches',
    query: ['| search part=tlp | sort 0 -num(matches), +str(misp_tlp) | table misp_tlp matches'],
  },
  by_age: {
    extend: 'matches',
    query: ['| search part=age | sort 0 +str(age) | eval age=substr(age, 3) | table age matches'],
  },
  top_indicators: {
    extend: 'matches',
    query: [
      '| search part=indicator | sort 10 -num(assets), -num(seen), +str(misp_match_value)',
      '| rename misp_match_value AS Value, misp_match_kind AS Kind, assets AS Assets, seen AS Times, weight AS Weight',
      '| table Value Kind Assets Times Weight',
    ],
  },
  top_assets: {
    extend: 'matches',
    query: [
      '| search part=asset | sort 10 -num(indicators), -num(seen), +str(misp_match_asset)',
      '| rename misp_match_asset AS Asset, indicators AS Values, seen AS Times, weight AS Weight',
      '| table Asset Values Times Weight',
    ],
  },
  top_tags: {
    extend: 'matches',
    query: [
      '| search part=tag | sort 10 -num(indicators), +str(misp_tag)',
      `| eval Tag=${nameWithGalaxy('misp_tag')} | rename misp_tag AS _tag, indicators AS Values | table Tag Values _tag`,
    ],
  },
};

/** All instances that anything ever matched of, whatever is chosen. */
export const everSearches: Readonly<Record<string, Search>> = {
  ever: {
    query: [
      `${MATCHES} earliest=1 latest=now`,
      '| fields _indextime misp_instance misp_tag',
      '| stats count AS matches max(_indextime) AS written values(misp_tag) AS misp_tag BY misp_instance',
    ],
  },
  instances: menu('ever', 'misp_instance'),
  tags: tagMenu('ever'),
};
