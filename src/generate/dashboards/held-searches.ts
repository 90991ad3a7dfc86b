import { ATTRIBUTES, CHOSEN, isAny } from './choices.ts';
import { lastStateOf } from './last-state.ts';
import type { Search } from './types.ts';

/** What indicators are counted by, beside what can be chosen. Each count is of one of them: all together they are too many. */
const PARTS = {
  category: 'misp_category',
  tlp: 'misp_tlp',
  organisation: 'misp_orgc_name',
  severity: 'severity',
  age: 'age',
} as const;
const ALL = 'all';
type Part = keyof typeof PARTS;

/** By which an event is counted once, whatever is chosen of type and to_ids: the first row of each counts it. */
const EVENT_COUNTS = {
  events: '',
  events_of_type: 'misp_type',
  events_of_ids: 'misp_to_ids',
  events_of_both: 'misp_type misp_to_ids',
} as const;
const COUNTS = Object.keys(EVENT_COUNTS);

const names = Object.values(PARTS).join(' ');
const parts = Object.entries(PARTS).map(([part, field]) => `"${part}=" . ${field}`);

const held: Search = {
  query: [
    `${ATTRIBUTES} \`misp_held\``,
    ...lastStateOf([
      ...['misp_type', 'misp_category', 'misp_to_ids', 'misp_tlp', 'misp_orgc_name'],
      ...['severity', 'misp_event_id'],
    ]),
    '| search NOT misp_deleted=True',
    '| fillnull value="none" misp_tlp misp_orgc_name severity misp_category misp_event_id',
    // A text always: whoever writes into the index may put an id there that is no number.
    '| eval event="id " . misp_event_id, days=(now() - _time) / 86400',
    '| eval age=case(days < 1, "1 up to a day", days < 7, "2 up to a week", days < 30, "3 up to 30 days", days < 90, "4 up to 90 days", days < 365, "5 up to a year", true(), "6 older")',
    `| stats count BY misp_instance event misp_type misp_to_ids ${names}`,
    // Not eventstats, which adds nothing to more than 50,000 rows.
    ...Object.entries(EVENT_COUNTS).map(([count, by]) =>
      `| streamstats count AS ${count} BY misp_instance event ${by}`.trimEnd(),
    ),
    `| eval ${COUNTS.map((count) => `${count}=if(${count}=1, 1, 0)`).join(', ')}`,
    // stats counts a row for each of the values of part.
    `| eval part=mvappend("${ALL}", ${parts.join(', ')})`,
    `| stats sum(count) AS count ${COUNTS.map((count) => `sum(${count}) AS ${count}`).join(' ')} BY misp_instance misp_type misp_to_ids part`,
  ],
};

const chosen = (part: Part | typeof ALL): string =>
  `| search part="${part === ALL ? ALL : `${part}=*`}" misp_instance=$instance|s$ ${CHOSEN}`;

/** One number. */
const numberOf = (field: string, before = ''): Search => ({
  extend: 'held',
  query: [
    `${chosen(ALL)}${before}`,
    `| stats count sum(${field}) AS ${field} | fillnull value=0 ${field} | fields ${field}`,
  ],
});

/** A row for each name of a part: the field that it has, and `indicators`. */
const by = (part: Part): string =>
  `${chosen(part)} | stats sum(count) AS indicators BY part | eval ${PARTS[part]}=substr(part, ${part.length + 2})`;

const isAnyType = isAny('type');
const isAnyIds = isAny('to_ids');

/** What MISP holds now, counted once for all panels and for whatever is chosen. */
export const heldSearches: Readonly<Record<string, Search>> = {
  held,
  total: numberOf('indicators', ' | rename count AS indicators'),
  detection: numberOf('indicators', ' | search misp_to_ids=True | rename count AS indicators'),
  events: numberOf(
    'events',
    ` | eval events=case(${isAnyType} AND ${isAnyIds}, events, ${isAnyIds}, events_of_type, ${isAnyType}, events_of_ids, true(), events_of_both)`,
  ),
  by_type: {
    extend: 'held',
    query: [
      `${chosen(ALL)} | stats sum(count) AS indicators BY misp_type`,
      '| sort 10 -num(indicators), +str(misp_type)',
    ],
  },
  by_category: {
    extend: 'held',
    query: [
      by('category'),
      '| sort 10 -num(indicators), +str(misp_category) | table misp_category indicators',
    ],
  },
  by_organisation: {
    extend: 'held',
    query: [
      by('organisation'),
      '| sort 10 -num(indicators), +str(misp_orgc_name)',
      '| rename misp_orgc_name AS Organisation, indicators AS Indicators | table Organisation Indicators',
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
};
