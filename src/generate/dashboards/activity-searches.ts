import { appended } from './appended.ts';
import { SIGHTINGS } from './choices.ts';
import { contains } from './contains.ts';
import { isEvent } from './filters.ts';
import { MATCHES } from './matches-choices.ts';
import { againstPeriodBefore, PERIOD, WITH_PERIOD_BEFORE } from './period.ts';
import type { Search } from './types.ts';

/** What happened to a value. Ids of several events are one text with a space around each. */
const ACTIVITY: Search = {
  query: [
    `search ((${MATCHES}) OR (${SIGHTINGS})) ${WITH_PERIOD_BEFORE}`,
    '| fields _time sourcetype misp_instance misp_value misp_type misp_category misp_tlp misp_tag misp_event_id misp_event_info misp_match_value misp_match_asset misp_match_count misp_sighting_type',
    '| fillnull value="none" misp_type misp_category misp_tlp misp_tag',
    '| search misp_instance IN ($instance|s$) ((sourcetype=misp:match misp_type IN ($type|s$) misp_category IN ($category|s$) misp_tlp IN ($tlp|s$) misp_tag IN ($tag|s$)) OR sourcetype=misp:sighting)',
    `| eval period=${PERIOD}, kind=case(sourcetype="misp:match", "seen", misp_sighting_type="0", "sighted", misp_sighting_type="1", "false positive"), value=if(sourcetype="misp:match", misp_match_value, misp_value), event=mvjoin(misp_event_id, " "), title=mvjoin(misp_event_info, " ")`,
    `| where isnotnull(kind) AND ${contains('value', 'value')} AND ${isEvent('event', 'title')}`,
    '| eval times=if(kind="seen", misp_match_count, 1)',
    '| stats sum(times) AS times dc(misp_match_asset) AS assets max(_time) AS last BY period kind value',
    appended('total', '| stats count BY period kind'),
    appended(
      'seen',
      'period=now kind=seen',
      '| sort 10 -num(assets), -num(times), +str(value) | table value times assets last',
    ),
    appended(
      'reported',
      'period=now NOT kind=seen',
      '| eval sightings=if(kind="sighted", times, 0), false_positives=if(kind="false positive", times, 0)',
      '| stats sum(sightings) AS sightings sum(false_positives) AS false_positives max(last) AS last BY value',
      '| sort 10 -num(false_positives), -num(sightings), +str(value)',
    ),
    '| search part=* | table part period kind count value times assets sightings false_positives last',
  ],
};

/** What was seen of MISP's indicators in other data, and what users of MISP reported, in the time range. */
export const activitySearches: Readonly<Record<string, Search>> = {
  activity: ACTIVITY,
  seen: {
    extend: 'activity',
    query: ['| search part=total kind=seen', ...againstPeriodBefore('indicators', 'count')],
  },
  top_seen: {
    extend: 'activity',
    query: [
      '| search part=seen | sort 10 -num(assets), -num(times), +str(value) | eval last=strftime(last, "%Y-%m-%d %H:%M")',
      '| rename value AS Value, times AS Times, assets AS Assets, last AS Last | table Value Times Assets Last',
    ],
  },
  top_reported: {
    extend: 'activity',
    query: [
      '| search part=reported | sort 10 -num(false_positives), -num(sightings), +str(value) | eval last=strftime(last, "%Y-%m-%d %H:%M")',
      '| rename value AS Value, sightings AS Sightings, false_positives AS "False positives", last AS Last | table Value Sightings "False positives" Last',
    ],
  },
};
