import { filterOptions } from '../../indicators/filter-options.ts';
import { booleanOption, integerOption } from '../../protocol/options.ts';
import { shapeOptions, windowOptions } from './attribute-options.ts';

const { json_request, date, eventid, last, publish_timestamp } = windowOptions;
const timestamp = { ...windowOptions.timestamp, text: 'Events changed in this time.' };

/** The options that select events; exactly one must be set. */
export const eventWindowOptions = { json_request, date, eventid, last, publish_timestamp, timestamp };

const { category, type, tags, not_tags, org, to_ids, published, threat_level_id } = filterOptions;

export const eventFilterOptions = {
  category: {
    ...category,
    text: 'Events that have an attribute of one of these categories; % is a wildcard, ! before a value excludes it.',
  },
  type: {
    ...type,
    text: 'Events that have an attribute of one of these types; % is a wildcard, ! before a value excludes it.',
  },
  tags,
  not_tags,
  org,
  to_ids: {
    ...to_ids,
    text: 'true: only attributes with the IDS flag, and events that have such attributes; false: only attributes without it.',
  },
  published,
  threat_level_id,
  warning_list: filterOptions.warning_list,
};

/** The options for the content of rows of events. */
export const eventShapeOptions = {
  getioc: booleanOption({
    default: false,
    text: "Return rows of the events' attributes instead of the events.",
  }),
  expand_object: shapeOptions.expand_object,
  pipesplit: shapeOptions.pipesplit,
  attribute_limit: integerOption({
    min: 0,
    max: 1_000_000,
    default: 0,
    text: 'Rows per object, and per event for attributes outside of objects, at most; 0: all.',
  }),
  keep_related: booleanOption({ default: false, text: 'Include related events.' }),
  prefix: shapeOptions.prefix,
};
