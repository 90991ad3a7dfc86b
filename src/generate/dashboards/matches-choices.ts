import { isAny } from './choices.ts';

/** All matches of the index. */
export const MATCHES = '`misp_match_index` sourcetype=misp:match';

/** The terms of what is chosen above the dashboard, but for the weight. A match never changes, so that they go first. */
export const CHOSEN_MATCHES = `${MATCHES} misp_match_kind=$kind|s$ misp_instance=$instance|s$ misp_tlp=$tlp|s$ (misp_match_value=$text|s$ OR misp_match_asset=$text|s$ OR misp_value=$text|s$ OR misp_event_info=$text|s$)`;

/** Goes behind the fields: the search command has no comparison that is the same for all numbers. */
export const CHOSEN_WEIGHT = `| where ${isAny('weight')} OR misp_weight >= tonumber($weight|s$)`;
