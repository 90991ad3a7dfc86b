import { ATTRIBUTES } from './choices.ts';
import { CHOSEN, FILTERED_FIELDS } from './filters.ts';
import { BETWEEN_VALUES, lastStateOf } from './last-state.ts';
import { GALAXIES, nameOfTag, nameWithGalaxy } from './tag-names.ts';
import type { Search } from './types.ts';

/** What indicators are counted by. Each count is of one of them: all together they are too many. */
const PARTS = {
  type: 'misp_type',
  category: 'misp_category',
  tlp: 'misp_tlp',
  organisation: 'misp_orgc_name',
  severity: 'severity',
  age: 'age',
} as const;
const ALL = 'all';
type Part = keyof typeof PARTS;

const names = Object.values(PARTS).join(' ');
const parts = Object.entries(PARTS).map(([part, field]) => `"${part}=" . ${field}`);

const held: Search = {
  query: [
    `${ATTRIBUTES} \`misp_held\``,
    ...lastStateOf([...FILTERED_FIELDS, 'severity']),
    '| search NOT misp_deleted=True',
    ...CHOSEN,
    '| fillnull value="none" severity misp_tag',
    // A text always: whoever writes into the index may put an id there that is no number.
    '| eval event="ID " . misp_event_id, days=(now() - _time) / 86400',
    '| eval age=case(days < 1, "1 up to a day", days < 7, "2 up to a week", days < 30, "3 up to 30 days", days < 90, "4 up to 90 days", days < 365, "5 up to a year", true(), "6 older")',
    `| stats count BY misp_instance event misp_to_ids misp_tag ${names}`,
    `| eval detection=if(misp_to_ids="True", count, 0), event=misp_instance . " " . event, tag=split(misp_tag, "${BETWEEN_VALUES}")`,
    // stats counts a row for each of the values of part.
    `| eval part=mvappend("${ALL}", ${parts.join(', ')}, mvmap(tag, "tag=" . tag))`,
    '| stats sum(count) AS count sum(detection) AS detection dc(event) AS events BY part',
  ],
};

/** One number. */
const numberOf = (count: string, field: string): Search => ({
  extend: 'held',
  query: [
    `| search part="${ALL}" | stats count sum(${count}) AS ${field} | fillnull value=0 ${field} | fields ${field}`,
  ],
});

/** A row for each name of a part: the field that it has, and `indicators`. */
const by = (part: Part): string =>
  `| search part="${part}=*" | eval ${PARTS[part]}=substr(part, ${part.length + 2}), indicators=count`;

const most = (part: Part): Search => ({
  extend: 'held',
  query: [by(part), `| sort 10 -num(indicators), +str(${PARTS[part]}) | table ${PARTS[part]} indicators`],
});

/** The tags of a galaxy that have the most indicators. `_tag` is for the filter, and not shown. */
const galaxy = (name: keyof typeof GALAXIES, title: string): Search => ({
  extend: 'held',
  query: [
    `| search part="tag=misp-galaxy:*" | eval _tag=substr(part, 5) | where match(_tag, "${GALAXIES[name]}")`,
    `| sort 10 -num(count), +str(_tag) | eval name=${nameOfTag('_tag')}`,
    `| rename name AS "${title}", count AS Indicators, events AS Events | table "${title}" Indicators Events _tag`,
  ],
});

/** What the index has of MISP now, counted once for all panels. */
export const heldSearches: Readonly<Record<string, Search>> = {
  held,
  total: numberOf('count', 'indicators'),
  detection: numberOf('detection', 'indicators'),
  events: numberOf('events', 'events'),
  by_type: most('type'),
  by_category: most('category'),
  by_organisation: {
    extend: 'held',
    query: [
      by('organisation'),
      '| sort 10 -num(indicators), +str(misp_orgc_name)',
      '| rename misp_orgc_name AS Organisation, indicators AS Indicators, events AS Events | table Organisation Indicators Events',
    ],
  },
  by_tlp: {
    extend: 'held',
    query: [by('tlp'), '| sort 0 -num(indicators), +str(misp_tlp) | table misp_tlp indicators'],
  },
  by_threat_level: {
    extend: 'held',
    query: [
      by('severity'),
      '| eval order=case(severity="high", 1, severity="medium", 2, severity="low", 3, true(), 4)',
      '| sort 0 +num(order) | table severity indicators',
    ],
  },
  by_age: {
    extend: 'held',
    query: [by('age'), '| sort 0 +str(age) | eval age=substr(age, 3) | table age indicators'],
  },
  actors: galaxy('actors', 'Threat actor'),
  malware: galaxy('malware', 'Malware or tool'),
  techniques: galaxy('techniques', 'Technique'),
  top_tags: {
    extend: 'held',
    query: [
      '| search part="tag=*" NOT part="tag=tlp:*" NOT part="tag=none" | eval _tag=substr(part, 5)',
      `| where NOT (${Object.values(GALAXIES)
        .map((pattern) => `match(_tag, "${pattern}")`)
        .join(' OR ')})`,
      `| sort 10 -num(count), +str(_tag) | eval name=${nameWithGalaxy('_tag')}`,
      '| rename name AS Tag, count AS Indicators, events AS Events | table Tag Indicators Events _tag',
    ],
  },
  nothing: {
    extend: 'held',
    query: [
      '| stats count | where count=0',
      '| eval "Nothing to show"="The index has no current indicator that matches the filters above.", "What to do"="Choose All in each menu, and clear Value contains and Event."',
      '| table "Nothing to show" "What to do"',
    ],
  },
};
