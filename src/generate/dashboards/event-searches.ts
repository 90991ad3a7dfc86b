import { ATTRIBUTES, SIGHTINGS } from './choices.ts';
import { BETWEEN_VALUES, lastStateOf } from './last-state.ts';
import { LINKABLE, SCHEME } from './linkable.ts';
import { MATCHES } from './matches-choices.ts';
import { nameWithGalaxy } from './tag-names.ts';
import type { Search } from './types.ts';

/** Neither the id of an event nor its instance ever changes, so that these terms go first. */
const EVENT = 'misp_instance=$instance|s$ (misp_event_id=$event|s$ OR misp_event_uuid=$event|s$)';

const FIELDS = [
  ...['misp_value', 'misp_type', 'misp_category', 'misp_to_ids', 'misp_tlp', 'misp_tag', 'misp_comment'],
  ...['misp_object_id', 'misp_object_relation', 'misp_first_seen', 'misp_last_seen', 'severity', 'misp_host'],
  ...['misp_event_id', 'misp_event_uuid', 'misp_event_info', 'misp_event_date', 'misp_event_published'],
  ...['misp_orgc_name', 'misp_analysis'],
] as const;

/** A row for each attribute of the event; withdrawn ones, too. */
const attributes: Search = {
  query: [
    `search ((${ATTRIBUTES}) OR (${SIGHTINGS}) OR (${MATCHES})) ${EVENT} \`misp_held\``,
    ...lastStateOf(FIELDS, { withActivity: true }),
    '| search NOT misp_removed=True',
    '| fillnull value=0 hits sightings false_positives',
    `| table _time misp_instance misp_attribute_uuid misp_deleted hits sightings false_positives ${FIELDS.join(' ')}`,
    SCHEME,
  ],
};

/** Of what MISP still has. */
const current = (...lines: readonly string[]): Search => ({
  extend: 'attributes',
  query: ['| search NOT misp_deleted=True', ...lines],
});

const numberOf = (sum: string, before = ''): Search =>
  current(`${before}| stats count ${sum} AS number | fillnull value=0 number | fields number`);

export const SEARCHES: Readonly<Record<string, Search>> = {
  attributes,
  details: {
    extend: 'attributes',
    query: [
      '| sort 1 -num(_time)',
      LINKABLE,
      '| eval Changed=strftime(_time, "%Y-%m-%d %H:%M"), Open="MISP", Analysis=case(misp_analysis="0", "initial", misp_analysis="1", "ongoing", misp_analysis="2", "complete")',
      '| fillnull value="-" misp_event_date misp_orgc_name severity misp_event_published Analysis',
      '| rename misp_event_info AS Event, misp_instance AS Instance, misp_event_id AS ID, misp_orgc_name AS Organisation, misp_event_date AS Date, severity AS Threat, misp_event_published AS Published',
      '| table Event Instance ID Organisation Date Threat Analysis Published Changed Open _misp',
    ],
  },
  missing: {
    extend: 'attributes',
    query: [
      '| stats count | where count=0',
      '| eval State="The index has no attribute of this event.", "What to do"="Check the ID and the instance. Open the tab In MISP now to get the event from MISP itself. An input indexes events since its start, and those that its filters allow."',
      '| table State "What to do"',
    ],
  },
  number: numberOf('dc(misp_attribute_uuid)'),
  detection: numberOf('dc(misp_attribute_uuid)', '| search misp_to_ids=True '),
  objects: numberOf('dc(misp_object_id)', '| search NOT misp_object_id=0 '),
  hits: numberOf('sum(hits)'),
  sighted: numberOf('sum(sightings)'),
  false_positives: numberOf('sum(false_positives)'),
  by_type: current(
    '| stats count AS attributes BY misp_type | sort 15 -num(attributes), +str(misp_type) | table misp_type attributes',
  ),
  tags: current(
    `| eval _tag=split(misp_tag, "${BETWEEN_VALUES}") | stats count BY _tag`,
    `| sort 100 -num(count), +str(_tag) | eval Tag=${nameWithGalaxy('_tag')} | rename count AS Attributes | table Tag Attributes _tag`,
  ),
  parts: current(
    '| search misp_object_id=* NOT misp_object_id=0',
    '| eval part=coalesce(misp_object_relation, misp_type) . ": " . misp_value',
    '| stats count values(part) AS part sum(hits) AS hits BY misp_object_id',
    '| sort 100 +str(misp_object_id) | eval part=mvjoin(part, "; ")',
    '| rename misp_object_id AS Object, part AS Attributes, count AS Number, hits AS Seen | table Object Attributes Number Seen',
  ),
  list: {
    extend: 'attributes',
    query: [
      '| eval State=if(misp_deleted="True", "withdrawn", "current"), Reported=if(sightings + false_positives > 0, sightings." sighted, ".false_positives." false positive", "-"), Changed=strftime(_time, "%Y-%m-%d %H:%M")',
      '| sort 0 +str(State), +str(misp_category), +str(misp_type), +str(misp_value)',
      '| rename misp_category AS Category, misp_type AS Type, misp_value AS Value, misp_to_ids AS IDS, misp_tlp AS TLP, misp_comment AS Comment, hits AS Seen',
      '| table Category Type Value IDS TLP Seen Reported Comment State Changed',
    ],
  },
  matches: {
    query: [
      `${MATCHES} misp_instance=$instance|s$ misp_event_id=$event|s$ earliest=1 latest=now`,
      '| fields _time misp_match_value misp_match_kind misp_match_asset misp_match_count',
      '| stats max(_time) AS last sum(misp_match_count) AS times BY misp_match_value misp_match_kind misp_match_asset',
      '| sort 100 -num(last), +str(misp_match_value), +str(misp_match_asset) | eval last=strftime(last, "%Y-%m-%d %H:%M")',
      '| rename misp_match_value AS Value, misp_match_kind AS Kind, misp_match_asset AS Asset, times AS Times, last AS Last',
      '| table Last Value Kind Asset Times',
    ],
  },
  recent: {
    query: [
      '`misp_index` sourcetype=misp:event earliest=-30d@d latest=now',
      ...lastStateOf(
        [
          ...[
            'misp_event_id',
            'misp_event_info',
            'misp_orgc_name',
            'misp_event_date',
            'severity',
            'misp_tlp',
          ],
          ...['misp_attribute_count', 'misp_event_published'],
        ],
        { key: 'misp_event_uuid' },
      ),
      '| search NOT misp_deleted=True | sort 100 -str(written) | eval Changed=strftime(_time, "%Y-%m-%d %H:%M")',
      '| fillnull value="-" misp_tlp misp_orgc_name severity',
      '| rename misp_event_info AS Event, misp_orgc_name AS Organisation, misp_event_date AS Date, severity AS Threat, misp_tlp AS TLP, misp_attribute_count AS Attributes, misp_event_id AS ID, misp_instance AS Instance',
      '| table Changed Event Organisation Threat TLP Attributes ID Instance',
    ],
  },
  live: {
    query: [
      '| mispgetioc misp_instance=$instance|s$ eventid=$event|s$ expand_object=true include_context=true warning_list=false skip_failed_instances=true',
      '| eval Tags=mvjoin(misp_tag, ", "), Changed=strftime(misp_timestamp, "%Y-%m-%d %H:%M")',
      '| sort 100 +str(misp_category), +str(misp_type), +str(misp_value)',
      '| rename misp_event_info AS Event, misp_instance AS Instance, misp_category AS Category, misp_type AS Type, misp_value AS Value, misp_to_ids AS IDS, misp_comment AS Comment',
      '| table Event Instance Category Type Value IDS Tags Comment Changed',
    ],
  },
  failed: {
    query: [
      '| mispstatus misp_instance=$instance|s$',
      '| search reachable=False | rename misp_instance AS Instance, error AS "What happened"',
      '| table Instance "What happened"',
    ],
  },
};
