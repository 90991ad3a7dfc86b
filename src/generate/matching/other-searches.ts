import { COLLECTION } from '../../intel/documents/collection.ts';
import { alertOnEachResult, scheduled } from '../scheduled.ts';
import { hasEnded } from './ignore-list.ts';
import { IGNORED, IGNORED_NETWORK, INDICATORS, NETWORK_INDICATORS, NETWORKS } from './names.ts';
import { writing } from './searches.ts';

/** The searches beside those of datasets: networks, custom data, alert, risk, sightings, reconciliation. */
export function otherSearches(): string[] {
  return [networks(), custom(), alert(), risk(), sightings(), reconcile()];
}

/**
 * Rewrites the lookup of networks. Between two runs a withdrawn network stays in it and does not match, since its document is looked up.
 * Without networks it writes a row that matches nothing, since Splunk deletes an empty lookup.
 */
function networks(): string {
  return scheduled('MISP_match_networks', {
    cron: '26 * * * *',
    window: 5,
    description: `Writes the networks of MISP and of the ignore list into the lookup ${NETWORKS}, in which MISP_match_* look up addresses.`,
    search: [
      `| inputlookup strict=true ${NETWORK_INDICATORS}`,
      '| eval network=substr(misp_match_key, 9), misp_key=_key',
      `| inputlookup append=true strict=true ${IGNORED}`,
      `| eval misp_ended=if(${hasEnded('until')}, 1, 0), network=if(isnull(network) AND misp_ended=0 AND match(value, "^[0-9A-Fa-f.:]+/[0-9]+$"), value, network), misp_key=coalesce(misp_key, "${IGNORED_NETWORK}")`,
      '| where isnotnull(network)',
      '| table network misp_key',
      '| appendpipe run_in_preview=false [ stats count | where count=0 | eval network="2001:db8::/128", misp_key="none" ]',
      '| table network misp_key',
      `| outputlookup override_if_empty=false ${NETWORKS}`,
    ].join('\n'),
  });
}

function custom(): string {
  const name = 'MISP_match_custom';
  return scheduled(name, {
    cron: '1-59/15 * * * *',
    window: 5,
    description:
      'Compares data without a data model with the indicators of MISP. The macro misp_match_custom is the search whose column misp_match_value is compared. Copy both for further data.',
    search: [
      '| `misp_match_custom`',
      '| `misp_match_any`',
      '| `misp_match_candidates`',
      '| `misp_match_found`',
      ...writing(name, 'custom'),
    ].join('\n'),
    isContinuous: true,
  });
}

/** Matches of data of two months; their index time says when they were written. */
const RECENT_MATCHES = '| search `misp_match_index` sourcetype=misp:match earliest=-60d latest=+1d';

/** New pairs of a value and an asset: their first match was written since the last run. */
const NEW_PAIRS = [
  RECENT_MATCHES,
  '| stats min(_indextime) AS misp_match_written min(misp_match_first) AS misp_match_first max(misp_match_last) AS _time sum(misp_match_count) AS misp_match_count max(misp_weight) AS misp_weight values(misp_match_asset_field) AS misp_match_asset_field values(misp_match_field) AS misp_match_field values(misp_match_model) AS misp_match_model values(src) AS src values(dest) AS dest values(user) AS user values(misp_value) AS misp_value values(misp_type) AS misp_type values(misp_key) AS misp_key values(misp_attribute_uuid) AS misp_attribute_uuid values(misp_event_id) AS misp_event_id values(misp_event_info) AS misp_event_info values(misp_instance) AS misp_instance values(misp_tag) AS misp_tag values(misp_tlp) AS misp_tlp BY misp_match_kind misp_match_value misp_match_asset',
  // Five minutes more than the schedule, for late runs. The alert suppresses what it finds twice.
  '| where misp_match_written >= relative_time(now(), "-20m") AND misp_weight >= `misp_match_alert_weight`',
];

function alert(): string {
  return scheduled('MISP_match_alert', {
    cron: '6-59/15 * * * *',
    window: 0,
    description:
      'Alerts once for each new pair of a value and an asset, from the weight of the macro misp_match_alert_weight. Choose its actions.',
    search: NEW_PAIRS.join('\n'),
    more: alertOnEachResult(['misp_match_value', 'misp_match_asset']),
  });
}

function risk(): string {
  return scheduled('MISP_match_risk', {
    cron: '3-59/15 * * * *',
    window: 0,
    description:
      'The results of MISP_match_alert with the columns of a risk rule of Enterprise Security. Add the action Risk Analysis there.',
    search: [
      ...NEW_PAIRS,
      '| eval risk_object=misp_match_asset, risk_object_type=if(match(misp_match_asset_field, "^(src|dest)$"), "system", "user"), risk_score=misp_weight, threat_object=misp_match_value, threat_object_type=misp_match_kind, risk_message=misp_match_value." is known to MISP: ".mvjoin(misp_event_info, ", ")',
    ].join('\n'),
  });
}

/** One sighting for each attribute and day, however many assets and events matched. */
function sightings(): string {
  return scheduled('MISP_match_sightings', {
    cron: '55 1 * * *',
    window: 30,
    description:
      'Adds a sighting in MISP for each attribute that matched yesterday, with the last time it was seen. Which MISP: macro misp_match_sighting_instance. The owner needs the capability misp_write.',
    search: [
      RECENT_MATCHES,
      '| where _indextime >= relative_time(now(), "-1d@d") AND _indextime < relative_time(now(), "@d")',
      '| mvexpand misp_key',
      '| eval misp_instance=mvindex(split(misp_key, ":"), 0), misp_attribute_uuid=mvindex(split(misp_key, ":"), 1)',
      '| search misp_instance IN (`misp_match_sighting_instance`)',
      '| stats max(misp_match_last) AS misp_match_last sum(misp_match_count) AS misp_match_count BY misp_attribute_uuid',
      '| mispsight misp_instance=`misp_match_sighting_instance` `misp_match_sighting` field=misp_attribute_uuid timestamp_field=misp_match_last',
    ].join('\n'),
  });
}

/**
 * Neither a deletion for good nor a new warning list changes a time in MISP, so the hourly update does not see them. Few indicators
 * ever match, so this search asks MISP for those that did, and marks as withdrawn what MISP does not return.
 */
function reconcile(): string {
  return scheduled('MISP_match_reconcile', {
    cron: '50 1 * * *',
    window: 30,
    description:
      'Withdraws indicators in the collection misp_indicators that matched within a week and that MISP no longer returns: deleted for good, withdrawn, or on a warning list. Which filters: macro misp_match_served.',
    search: [
      RECENT_MATCHES,
      '| where _indextime >= relative_time(now(), "-7d")',
      '| fields misp_key',
      '| mvexpand misp_key',
      '| dedup misp_key',
      `| lookup local=true ${INDICATORS} _key AS misp_key OUTPUT misp_attribute_uuid misp_instance misp_seen`,
      '| where isnotnull(misp_attribute_uuid)',
      '| table misp_key misp_attribute_uuid misp_instance misp_seen',
      '| mispserved `misp_match_served`',
      '| search misp_served=False',
      '| eval misp_withdrawn="True"',
      '| table misp_key misp_attribute_uuid misp_instance misp_withdrawn misp_seen',
      `| outputlookup append=true key_field=misp_key ${COLLECTION}`,
    ].join('\n'),
  });
}
