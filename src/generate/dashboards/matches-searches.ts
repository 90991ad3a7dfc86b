import { eventsBehind } from './events-behind.ts';
import { linkIn, SCHEME } from './linkable.ts';
import { everSearches, matchedSearches } from './matched-searches.ts';
import { chosenMatches } from './matches-choices.ts';
import type { Search } from './types.ts';

/** The event of a `misp_event`: its title, its address in MISP, and what the dashboard MISP event finds it by. */
const EVENT = `| eval _misp=${linkIn('misp_event')}, Event=replace(misp_event, "^[^ ]+ ", ""), Open="MISP", _id=replace(replace(misp_event, " .*", ""), "^.*/", ""), _instance=if(mvcount(misp_instance)=1, misp_instance, "*")`;

/** The pairs of a value and an asset that were seen last. What has an underscore is for the links, and not shown. */
const latest: Search = {
  query: [
    ...chosenMatches([
      ...['_time', 'misp_match_kind', 'misp_match_value', 'misp_match_asset', 'misp_match_asset_field'],
      ...['misp_match_model', 'misp_match_field', 'misp_match_count', 'misp_match_first', 'misp_tlp'],
      ...['misp_attribute_uuid', 'misp_event', 'misp_instance'],
    ]),
    '| stats max(_time) AS last min(misp_match_first) AS first sum(misp_match_count) AS seen max(misp_weight) AS misp_weight values(misp_tlp) AS misp_tlp values(misp_match_field) AS misp_match_field values(misp_attribute_uuid) AS misp_attribute_uuid values(misp_event) AS misp_event values(misp_instance) AS misp_instance BY misp_match_value misp_match_kind misp_match_asset misp_match_asset_field misp_match_model',
    '| sort 100 -num(last), +str(misp_match_value), +str(misp_match_asset)',
    SCHEME,
    `| eval _search=${eventsBehind()}, _earliest=first, _latest=last + 1, _uuid=mvindex(misp_attribute_uuid, 0), misp_event=mvindex(misp_event, 0)`,
    '| fillnull value="none" misp_event',
    EVENT,
    '| eval Last=strftime(last, "%Y-%m-%d %H:%M"), Log="Events", Report="False positive", Ignore="Ignore", Kind=misp_match_kind." in ".mvjoin(misp_match_field, ", "), misp_tlp=mvjoin(misp_tlp, ", ")',
    '| rename misp_match_value AS Value, misp_match_asset AS Asset, seen AS Times, misp_weight AS Weight, misp_tlp AS TLP',
    '| table Last Value Kind Asset Times Weight TLP Event Open Log Report Ignore _search _earliest _latest _uuid _misp _id _instance',
  ],
};

/** What a dashboard with nothing on it wants. */
const state: Search = {
  extend: 'ever',
  query: [
    '| stats count max(written) AS written',
    '| eval Matches=case(count=0, "No search has written a match yet.", now() - written > 86400, "The last match was written on ".strftime(written, "%Y-%m-%d %H:%M").".", true(), "The last match was written within a day, at ".strftime(written, "%H:%M").".")',
    '| eval "What to do"=if(count=0, "Add a MISP server under Configuration > Inputs. Then, under Configuration > Matching, choose Fill now for MISP_indicators_update, and Enable recommended. Matches are written to the index of the macro misp_match_collect and read from that of misp_match_index: it must exist, and your role must be allowed to search it.", "If you miss a match: choose a longer time range and All above. Then check under Configuration > Matching that the search of its data model is enabled and that its last run succeeded."), Open="Configuration", _page="configuration#matching"',
    '| table Matches "What to do" Open _page',
  ],
};

export const SEARCHES: Readonly<Record<string, Search>> = {
  ...matchedSearches,
  top_events: {
    extend: 'matches',
    query: [
      '| search part=event | sort 10 -num(indicators), -num(assets), +str(misp_event)',
      EVENT,
      '| rename indicators AS Values, assets AS Assets | table Event Values Assets Open _misp _id _instance',
    ],
  },
  latest,
  ...everSearches,
  state,
};
