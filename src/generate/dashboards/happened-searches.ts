import { appended } from './appended.ts';
import { ATTRIBUTES, SIGHTINGS } from './choices.ts';
import { CHOSEN, FILTERED_FIELDS } from './filters.ts';
import { lastStateOf } from './last-state.ts';
import { LINKABLE, SCHEME } from './linkable.ts';
import { MATCHES } from './matches-choices.ts';
import { againstPeriodBefore, PERIOD, WITH_PERIOD_BEFORE } from './period.ts';
import type { Search } from './types.ts';

const happened: Search = {
  query: [
    `${ATTRIBUTES} ${WITH_PERIOD_BEFORE}`,
    ...lastStateOf([...FILTERED_FIELDS, 'severity', 'misp_host'], { period: PERIOD }),
    ...CHOSEN,
    '| eval change=if(misp_deleted="True", "withdrawn", "current")',
    '| fillnull value="none" misp_event_info misp_host severity',
    '| bin _time span=1d',
    '| stats count BY period _time change misp_instance misp_type misp_event_id misp_event_info misp_host severity',
    appended('total', '| stats sum(count) AS count BY period change'),
    appended('day', 'period=now', '| stats sum(count) AS count BY _time change misp_type'),
    appended(
      'event',
      'period=now change=current',
      '| stats sum(count) AS count max(_time) AS last BY misp_instance misp_event_id misp_event_info misp_host severity',
      '| sort 10 -num(count), +str(misp_event_id)',
    ),
    '| search part=* | table part period count _time change misp_instance misp_type misp_event_id misp_event_info misp_host severity last',
    SCHEME,
  ],
};

/** An expression: what users of MISP reported of an attribute. */
const REPORTED =
  'coalesce(mvjoin(mvappend(sightings." sighted", false_positives." false positive"), ", "), "-")';

const numberOf = (change: string): Search => ({
  extend: 'happened',
  query: [`| search part=total change=${change}`, ...againstPeriodBefore('indicators', 'count')],
});

/** What came, changed and went in the time range: the counts of each day, and the events that have the most. */
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
      '| search part=event | sort 10 -num(count), +str(misp_event_id)',
      LINKABLE,
      '| eval last=strftime(last, "%Y-%m-%d"), Open="MISP"',
      '| rename count AS Indicators, misp_event_info AS Event, severity AS Threat, last AS Changed, misp_event_id AS ID, misp_instance AS Instance',
      '| table Indicators Event Threat Changed ID Instance Open _misp',
    ],
  },
  latest: {
    query: [
      `search (${ATTRIBUTES}) OR (${MATCHES}) OR (${SIGHTINGS})`,
      ...lastStateOf([...FILTERED_FIELDS, 'severity', 'misp_host'], { withActivity: true }),
      '| search NOT misp_deleted=True',
      ...CHOSEN,
      '| sort 100 -str(written)',
      SCHEME,
      LINKABLE,
      `| eval Changed=strftime(_time, "%Y-%m-%d %H:%M"), Seen=coalesce(hits, "no"), Reported=${REPORTED}, Open="MISP"`,
      '| rename misp_value AS Value, misp_type AS Type, misp_to_ids AS IDS, misp_tlp AS TLP, severity AS Threat, misp_event_info AS Event, misp_event_id AS _id, misp_instance AS _instance',
      '| table Changed Value Type IDS Seen Reported TLP Threat Event Open _id _instance _misp',
    ],
  },
};
