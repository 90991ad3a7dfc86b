import { appended } from './appended.ts';
import { ATTRIBUTES, CHOSEN } from './choices.ts';
import { BETWEEN_VALUES, lastStateOf } from './last-state.ts';
import { LINKABLE } from './linkable.ts';
import { MATCHES } from './matches-choices.ts';
import type { Search } from './types.ts';

const CHANGES = `${ATTRIBUTES} misp_instance=$instance|s$`;

const happened: Search = {
  query: [
    CHANGES,
    ...lastStateOf([
      ...['misp_removed', 'misp_type', 'misp_to_ids', 'severity'],
      ...['misp_event_id', 'misp_event_info', 'misp_host', 'misp_tag'],
    ]),
    `| search (${CHOSEN}) OR misp_removed=True`,
    '| eval change=if(misp_deleted="True", "withdrawn", "current")',
    '| fillnull value="none" misp_type misp_event_info misp_host severity misp_tag | fillnull value=0 misp_event_id',
    '| bin _time span=1d',
    '| stats count BY _time change misp_type misp_event_id misp_event_info misp_host severity misp_tag',
    appended('day', '| stats sum(count) AS count BY _time change misp_type'),
    appended(
      'event',
      'change=current',
      '| stats sum(count) AS count max(_time) AS last BY misp_event_id misp_event_info misp_host severity',
      '| sort 10 -num(count), +num(misp_event_id)',
    ),
    appended(
      'tag',
      'change=current',
      '| stats sum(count) AS count BY misp_tag',
      `| eval tag=split(misp_tag, "${BETWEEN_VALUES}")`,
      '| stats sum(count) AS count BY tag | search NOT tag=none NOT tag="tlp:*"',
      '| sort 10 -num(count), +str(tag)',
    ),
    '| search part=* | table part count _time change misp_type misp_event_id misp_event_info misp_host severity last tag',
  ],
};

const numberOf = (change: string): Search => ({
  extend: 'happened',
  query: [
    `| search part=day change=${change}`,
    '| stats count sum(count) AS indicators | fillnull value=0 indicators | fields indicators',
  ],
});

/** What came, changed and went in the time range: the counts of each day, and the events and tags that have the most. */
export const happenedSearches: Readonly<Record<string, Search>> = {
  happened,
  changed: numberOf('current'),
  withdrawn: numberOf('withdrawn'),
  over_time: {
    extend: 'happened',
    query: [
      '| search part=day change=current',
      '| timechart span=1d limit=7 sum(count) BY misp_type | fillnull value=0',
    ],
  },
  top_events: {
    extend: 'happened',
    query: [
      '| search part=event | sort 10 -num(count), +num(misp_event_id)',
      LINKABLE,
      '| eval last=strftime(last, "%Y-%m-%d")',
      '| rename count AS Indicators, misp_event_info AS Event, severity AS Threat, last AS Changed, misp_event_id AS ID, misp_host AS MISP',
      '| table Indicators Event Threat Changed ID MISP',
    ],
  },
  top_tags: {
    extend: 'happened',
    query: [
      '| search part=tag | sort 10 -num(count), +str(tag)',
      '| rename tag AS Tag, count AS Indicators | table Tag Indicators',
    ],
  },
  latest: {
    query: [
      `search (${CHANGES}) OR (${MATCHES} misp_instance=$instance|s$)`,
      ...lastStateOf(
        [
          ...['misp_value', 'misp_type', 'misp_to_ids', 'misp_tlp', 'severity'],
          ...['misp_event_id', 'misp_event_info', 'misp_host'],
        ],
        { withMatches: true },
      ),
      `| search NOT misp_deleted=True ${CHOSEN} | sort 100 -str(written)`,
      LINKABLE,
      '| eval Changed=strftime(_time, "%Y-%m-%d %H:%M"), Seen=coalesce(seen, "no")',
      '| rename misp_value AS Value, misp_type AS Type, misp_to_ids AS IDS, misp_tlp AS TLP, severity AS Threat, misp_event_info AS Event, misp_event_id AS ID, misp_host AS MISP',
      '| table Changed Value Type IDS Seen TLP Threat Event ID MISP',
    ],
  },
};
