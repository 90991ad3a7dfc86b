import { eventsBehind } from './events-behind.ts';
import { linkIn } from './linkable.ts';
import { everSearches, matchedSearches } from './matched-searches.ts';
import { CHOSEN_MATCHES, CHOSEN_WEIGHT } from './matches-choices.ts';
import type { Search } from './types.ts';

const EVENT = `| eval _event=${linkIn('misp_event')}, Event=replace(misp_event, "^[^ ]+ ", "")`;

/** The pairs of a value and an asset that were seen last. What has an underscore is for the links, and not shown. */
const latest: Search = {
  query: [
    CHOSEN_MATCHES,
    '| fields _time misp_match_kind misp_match_value misp_match_asset misp_match_asset_field misp_match_model misp_match_field misp_match_count misp_match_first misp_weight misp_tlp misp_attribute_uuid misp_event',
    CHOSEN_WEIGHT,
    '| stats max(_time) AS last min(misp_match_first) AS first sum(misp_match_count) AS seen max(misp_weight) AS misp_weight values(misp_tlp) AS misp_tlp values(misp_match_field) AS misp_match_field values(misp_attribute_uuid) AS misp_attribute_uuid values(misp_event) AS misp_event BY misp_match_value misp_match_kind misp_match_asset misp_match_asset_field misp_match_model',
    '| sort 100 -num(last), +str(misp_match_value), +str(misp_match_asset)',
    `| eval _search=${eventsBehind()}, _earliest=first, _latest=last + 1, _uuid=mvindex(misp_attribute_uuid, 0), misp_event=mvindex(misp_event, 0)`,
    '| fillnull value="none" misp_event',
    EVENT,
    '| eval Last=strftime(last, "%Y-%m-%d %H:%M"), Log="Events", Report="False positive", Ignore="Ignore", misp_match_field=mvjoin(misp_match_field, ", "), misp_tlp=mvjoin(misp_tlp, ", ")',
    '| rename misp_match_value AS Value, misp_match_kind AS Kind, misp_match_asset AS Asset, misp_match_field AS Field, seen AS Times, misp_weight AS Weight, misp_tlp AS TLP',
    '| table Last Value Kind Asset Field Times Weight TLP Event Log Report Ignore _search _earliest _latest _uuid _event',
  ],
};

/** What a dashboard with nothing on it wants. */
const state: Search = {
  extend: 'ever',
  query: [
    '| stats count max(written) AS written',
    '| eval Matches=case(count=0, "No search has written a match yet.", now() - written > 86400, "The last match was written on ".strftime(written, "%Y-%m-%d %H:%M").".", true(), "A match was written within a day, at ".strftime(written, "%H:%M").".")',
    '| eval "If one is missing"=if(count=0, "Connect a MISP (Configuration, Inputs). Then switch on MISP_indicators_update, MISP_match_networks and the searches MISP_match_* of your data models (Configuration, Matching), and run each once. Matches go into the index of the macro misp_match_collect and are read from that of misp_match_index: it must exist, and you must be allowed to search it.", "Choose a longer time range and All above. Then see in Configuration, Matching, whether the search of its data model is on and its last run was a success.")',
    '| table Matches "If one is missing"',
  ],
};

export const SEARCHES: Readonly<Record<string, Search>> = {
  ...matchedSearches,
  top_events: {
    extend: 'matches',
    query: [
      '| search part=event | sort 10 -num(indicators), -num(assets), +str(misp_event)',
      EVENT,
      '| rename indicators AS Values, assets AS Assets | table Event Values Assets _event',
    ],
  },
  latest,
  ...everSearches,
  state,
};
