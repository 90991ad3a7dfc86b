/** Fields of a match with one value. */
const SINGLE = [
  'misp_match_last',
  'misp_match_first',
  'misp_match_count',
  'misp_match_kind',
  'misp_match_value',
  'misp_match_asset',
  'misp_match_asset_field',
  'misp_match_search',
  'misp_match_model',
  'src',
  'dest',
  'user',
  'misp_weight',
  'misp_threat_level_id',
  'misp_tlp',
  // When MISP last changed or published one of them.
  'misp_seen',
];

/** Fields of a match with a value for each indicator, since several indicators may have the same value. */
export const LISTS = [
  'misp_match_field',
  'misp_key',
  'misp_value',
  'misp_type',
  'misp_category',
  'misp_attribute_uuid',
  'misp_event_id',
  'misp_event_info',
  // `<host>/events/view/<id> <title>`: of several events, what belongs together.
  'misp_event',
  'misp_instance',
  'misp_tag',
];

/**
 * `misp_match_events`: makes one row for each value and asset, with the highest weight and threat level and the strictest TLP of the
 * indicators. `misp_match_field` lists all fields that have the value.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/JSONFunctions
 */
export function events(): string {
  const lists = LISTS.map((field) => `values(${field}) AS ${field}`).join(' ');
  const [asset, seen] = ['misp_match_asset misp_match_asset_field', 'misp_match_seen misp_match_other'];
  return [
    // misp_tag is one text of all tags. A comma within the quotes of a machine tag does not separate tags.
    'eval misp_tag=split(replace(misp_tag, ", (?=([^\\"]*\\"[^\\"]*\\")*[^\\"]*$)", "||"), "||"), misp_event=if(isnull(misp_host), null(), misp_host."/events/view/".misp_event_id." ".misp_event_info), misp_tlp_rank=case(misp_tlp="RED", 5, misp_tlp="AMBER+STRICT", 4, misp_tlp="AMBER", 3, misp_tlp="GREEN", 2, misp_tlp="CLEAR", 1, isnotnull(misp_tlp), 0)',
    `| stats max(misp_match_count) AS misp_match_count min(misp_match_first) AS misp_match_first max(misp_match_last) AS misp_match_last max(misp_weight) AS misp_weight max(misp_seen) AS misp_seen min(misp_threat_level_id) AS misp_threat_level_id max(misp_tlp_rank) AS misp_tlp_rank values(misp_match_user) AS user ${lists} BY misp_match_kind misp_match_value ${asset} ${seen}`,
    `| stats sum(misp_match_count) AS misp_match_count min(misp_match_first) AS misp_match_first max(misp_match_last) AS misp_match_last max(misp_weight) AS misp_weight max(misp_seen) AS misp_seen min(misp_threat_level_id) AS misp_threat_level_id max(misp_tlp_rank) AS misp_tlp_rank values(user) AS user ${lists} BY misp_match_kind misp_match_value ${asset}`,
    '| eval misp_tlp=case(misp_tlp_rank=5, "RED", misp_tlp_rank=4, "AMBER+STRICT", misp_tlp_rank=3, "AMBER", misp_tlp_rank=2, "GREEN", misp_tlp_rank=1, "CLEAR", misp_tlp_rank=0, "NONE")',
    '| eval src=if(misp_match_asset_field="src", misp_match_asset, null()), dest=if(misp_match_asset_field="dest", misp_match_asset, null()), user=if(misp_match_asset_field="src" OR misp_match_asset_field="dest", user, misp_match_asset), _time=misp_match_last',
  ].join(' ');
}

/** `misp_match_raw`: makes the text of the event, after the search has added its name and data model. */
export function rawEvent(): string {
  const members = [
    ...SINGLE.filter((field) => field !== 'user').map((field) => `"${field}", ${field}`),
    ...[...LISTS, 'user'].map((field) => `"${field}", mv_to_json_array(${field})`),
  ];
  return `eval _raw=json_object(${members.join(', ')})`;
}
