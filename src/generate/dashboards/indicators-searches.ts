import type { Search } from './types.ts';

/** Of an attribute, what the panels need: the fewer fields Splunk has to sort, the better. */
const FIELDS =
  '| fields _time _indextime misp_instance misp_attribute_uuid misp_deleted misp_removed misp_type misp_category misp_to_ids misp_tlp misp_tag misp_orgc_name severity misp_event_id misp_event_info misp_host';
const ATTRIBUTES = '`misp_index` sourcetype=misp:attribute misp_instance=$instance|s$';
/** After misp_current, since a filter before it would bring back what was changed. */
const CHOSEN = 'misp_type=$type|s$ misp_to_ids=$to_ids|s$';
const NAMED = '| fillnull value="none" misp_tlp misp_orgc_name severity misp_category';

/** The dashboards make links of these two, and only the app writes this index: whoever else does must not lead elsewhere. */
const LINKABLE = String.raw`| eval misp_host=if(match(misp_host, "^([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?(/[0-9A-Za-z_.~-]+)*$"), misp_host, "none"), misp_event_id=if(match(misp_event_id, "^[0-9]+$"), misp_event_id, 0)`;

/** The greatest ten of a field. */
const greatest = (field: string): Search => ({
  extend: 'held',
  query: [
    `| stats sum(count) AS indicators BY ${field}`,
    `| sort 0 -num(indicators), +str(${field}) | head 10`,
  ],
});

/**
 * Two searches count, each once for all panels that are made of it: what MISP holds, and what happened in the time range.
 * Both end in a table of counts, which is small however many attributes there are.
 */
export const SEARCHES: Readonly<Record<string, Search>> = {
  held: {
    query: [
      `${ATTRIBUTES} \`misp_held\``,
      FIELDS,
      '| `misp_current`',
      `| search ${CHOSEN}`,
      NAMED,
      '| eval days=(now() - _time) / 86400',
      '| eval age=case(days < 1, "1 up to a day", days < 7, "2 up to a week", days < 30, "3 up to 30 days", days < 90, "4 up to 90 days", days < 365, "5 up to a year", true(), "6 older")',
      // The first attribute of each event counts it. Not eventstats, which adds nothing to more than 50,000 rows.
      '| streamstats count AS nth BY misp_instance misp_event_id | eval is_first=if(nth=1, 1, 0)',
      '| stats count sum(is_first) AS events BY misp_type misp_category misp_to_ids misp_tlp misp_orgc_name severity age',
    ],
  },
  total: {
    extend: 'held',
    query: ['| stats count sum(count) AS indicators | fillnull value=0 indicators | fields indicators'],
  },
  detection: {
    extend: 'held',
    query: [
      '| search misp_to_ids=True',
      '| stats count sum(count) AS indicators | fillnull value=0 indicators | fields indicators',
    ],
  },
  events: {
    extend: 'held',
    query: ['| stats count sum(events) AS events | fillnull value=0 events | fields events'],
  },
  by_type: greatest('misp_type'),
  by_category: greatest('misp_category'),
  by_organisation: {
    extend: 'held',
    query: [
      '| stats sum(count) AS Indicators BY misp_orgc_name',
      '| sort 0 -num(Indicators), +str(misp_orgc_name) | head 10',
      '| rename misp_orgc_name AS Organisation | table Organisation Indicators',
    ],
  },
  by_tlp: {
    extend: 'held',
    query: ['| stats sum(count) AS indicators BY misp_tlp | sort 0 -num(indicators), +str(misp_tlp)'],
  },
  by_threat_level: {
    extend: 'held',
    query: [
      '| stats sum(count) AS indicators BY severity',
      '| eval order=case(severity="high", 1, severity="medium", 2, severity="low", 3, true(), 4)',
      '| sort 0 +num(order) | table severity indicators',
    ],
  },
  by_age: {
    extend: 'held',
    query: ['| stats sum(count) AS indicators BY age | sort 0 +str(age) | eval age=substr(age, 3)'],
  },
  happened: {
    query: [
      ATTRIBUTES,
      FIELDS,
      '| sort 0 -num(_time), -num(_indextime) | dedup misp_instance misp_attribute_uuid',
      `| search (${CHOSEN}) OR misp_removed=True`,
      '| eval state=if(misp_deleted="True", "withdrawn", "current"), tags=coalesce(mvjoin(misp_tag, "; "), "none")',
      '| fillnull value="none" misp_type misp_event_info misp_host severity | fillnull value=0 misp_event_id',
      '| bin _time span=1d',
      '| stats count BY _time state misp_type misp_event_id misp_event_info misp_host severity tags',
    ],
  },
  changed: {
    extend: 'happened',
    query: [
      '| search state=current',
      '| stats count sum(count) AS indicators | fillnull value=0 indicators | fields indicators',
    ],
  },
  withdrawn: {
    extend: 'happened',
    query: [
      '| search state=withdrawn',
      '| stats count sum(count) AS indicators | fillnull value=0 indicators | fields indicators',
    ],
  },
  over_time: {
    extend: 'happened',
    query: ['| search state=current | timechart span=1d limit=7 sum(count) BY misp_type | fillnull value=0'],
  },
  top_events: {
    extend: 'happened',
    query: [
      '| search state=current',
      '| stats sum(count) AS indicators max(_time) AS last BY misp_event_id misp_event_info misp_host severity',
      '| sort 0 -num(indicators), +num(misp_event_id) | head 10',
      LINKABLE,
      '| eval last=strftime(last, "%Y-%m-%d")',
      '| rename indicators AS Indicators, misp_event_info AS Event, severity AS Threat, last AS Changed, misp_event_id AS ID, misp_host AS MISP',
      '| table Indicators Event Threat Changed ID MISP',
    ],
  },
  top_tags: {
    extend: 'happened',
    query: [
      '| search state=current | eval tag=split(tags, "; ") | mvexpand tag | search NOT tag=none NOT tag="tlp:*"',
      '| stats sum(count) AS Indicators BY tag | sort 0 -num(Indicators), +str(tag) | head 10',
      '| rename tag AS Tag | table Tag Indicators',
    ],
  },
  latest: {
    query: [
      ATTRIBUTES,
      '| fields _time _indextime misp_instance misp_attribute_uuid misp_deleted misp_value misp_type misp_to_ids misp_tlp severity misp_event_id misp_event_info misp_host',
      '| `misp_current`',
      `| search ${CHOSEN} | head 100`,
      LINKABLE,
      '| eval Changed=strftime(_time, "%Y-%m-%d %H:%M")',
      '| rename misp_value AS Value, misp_type AS Type, misp_to_ids AS IDS, misp_tlp AS TLP, severity AS Threat, misp_event_info AS Event, misp_event_id AS ID, misp_host AS MISP',
      '| table Changed Value Type IDS TLP Threat Event ID MISP',
    ],
  },
  choices: {
    query: ['`misp_index` sourcetype=misp:attribute | stats count BY misp_instance misp_type'],
  },
  instances: { extend: 'choices', query: ['| stats count BY misp_instance | table misp_instance'] },
  types: { extend: 'choices', query: ['| stats count BY misp_type | table misp_type'] },
};
