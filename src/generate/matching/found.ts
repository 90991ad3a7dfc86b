import { hasEnded } from './ignore-list.ts';
import { IGNORED, IGNORED_NETWORK, INDICATORS, NETWORKS } from './names.ts';

/** Fields of the document that a match has. */
const DETAILS = [
  'misp_value',
  'misp_type',
  'misp_category',
  'misp_attribute_uuid',
  'misp_event_id',
  'misp_event_uuid',
  'misp_event_info',
  'misp_tag',
  'misp_threat_level_id',
  'misp_weight',
  'misp_instance',
  'misp_host',
  'misp_seen',
  'misp_match_needs',
  'misp_match_below',
  'misp_match_added',
];

/**
 * `misp_match_found`: keeps rows whose key an indicator has, one row for each indicator, with its fields.
 *
 * The first look-up returns only the ids of the documents: of several multivalue fields nothing says which values belong together.
 * The fields of a network come from its document, too, so a network that was withdrawn since the CSV lookup was written does not match.
 */
export function found(): string {
  return [
    `lookup local=true ${INDICATORS} misp_match_key OUTPUT _key AS misp_key`,
    '| eval misp_match_host=if(misp_match_kind="address", misp_match_value, null())',
    `| lookup local=true ${NETWORKS} network AS misp_match_host OUTPUT misp_key AS misp_match_network`,
    `| where isnull(mvfind(misp_match_network, "^${IGNORED_NETWORK}$"))`,
    '| eval misp_key=mvappend(misp_key, misp_match_network)',
    '| where isnotnull(misp_key)',
    '| fields - misp_match_network misp_match_host',
    '| mvexpand misp_key',
    `| lookup local=true ${INDICATORS} _key AS misp_key OUTPUT ${DETAILS.join(' ')}`,
    '| where isnotnull(misp_attribute_uuid)',
    '| where misp_match_below="True" OR misp_match_kind!="domain" OR misp_match_key=misp_match_kind.":".misp_match_value',
    // The other half is a dash where the data model has no field for it. Several ports are one text, separated by blanks.
    '| where isnull(misp_match_needs) OR misp_match_other="-" OR misp_match_other=misp_match_needs OR (misp_match_kind!="registry" AND isnotnull(mvfind(split(misp_match_other, " "), "^".misp_match_needs."$")))',
    `| eval misp_tlp=${tlp()}`,
    '| where `misp_match_filter`',
    ...ignored(),
  ].join(' ');
}

/** The strictest TLP of the tags. */
function tlp(): string {
  const levels = [
    ['RED', 'red'],
    ['AMBER+STRICT', 'amber[+]strict'],
    ['AMBER', 'amber'],
    ['GREEN', 'green'],
    ['CLEAR', '(clear|white)'],
  ];
  const cases = levels.map(([name, tag]) => `match(misp_tag, "(?i)(^|, )tlp:${tag}(, |$)"), "${name}"`);
  return `case(${cases.join(', ')}, isnotnull(misp_attribute_uuid), "NONE")`;
}

/** Drops values on the ignore list: the value of the log or of the indicator, in normal form. */
function ignored(): string[] {
  return [
    '| eval misp_match_indicator=replace(misp_match_key, "^[a-z_]+:", "")',
    ...['misp_match_value', 'misp_match_indicator'].flatMap((field) => [
      `| lookup local=true ${IGNORED} value AS ${field} OUTPUT value AS misp_ignored until AS misp_ignored_until`,
      `| where isnull(misp_ignored) OR ${hasEnded('misp_ignored_until')}`,
      '| fields - misp_ignored misp_ignored_until',
    ]),
  ];
}
