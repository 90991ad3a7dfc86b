import { filterOptions } from '../../indicators/filter-options.ts';
import { booleanOption, integerOption } from '../../protocol/options.ts';
import { shapeOptions, windowOptions } from './attribute-options.ts';

const { json_request, date, eventid, last, publish_timestamp } = windowOptions;
const timestamp = { ...windowOptions.timestamp, text: 'By the last change of the event.' };

/** The options that select events; exactly one must be set. */
export const eventWindowOptions = { json_request, date, eventid, last, publish_timestamp, timestamp };

const { category, type, tags, not_tags, to_ids, published, threat_level_id } = filterOptions;

export const eventFilterOptions = {
  category: { ...category, text: `Events with an attribute of one of these. ${category.text}` },
  type: { ...type, text: `Events with an attribute of one of these. ${type.text}` },
  tags,
  not_tags,
  to_ids: {
    ...to_ids,
    text: 'Events with such attributes, and only these attributes: true for detection, false for others.',
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
    text: "The most rows of an object, and of an event's attributes outside of objects; 0 for all.",
  }),
  keep_related: booleanOption({ default: false, text: 'Include related events.' }),
  prefix: shapeOptions.prefix,
};
