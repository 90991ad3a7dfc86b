import { filterOptions } from '../../indicators/filter-options.ts';
import { booleanOption, integerOption } from '../../protocol/options.ts';
import { shapeOptions, windowOptions } from './attribute-options.ts';

const { json_request, date, eventid, last, publish_timestamp } = windowOptions;
const timestamp = { ...windowOptions.timestamp, text: 'By the last change of the event.' };

/** Which events: exactly one of these is given. */
export const eventWindowOptions = { json_request, date, eventid, last, publish_timestamp, timestamp };

const { category, type, tags, not_tags, to_ids, published, threat_level_id } = filterOptions;

export const eventFilterOptions = {
  category: { ...category, text: `Events with an attribute of these. ${category.text}` },
  type: { ...type, text: `Events with an attribute of these. ${type.text}` },
  tags,
  not_tags,
  to_ids: {
    ...to_ids,
    text: 'Events with such attributes, and only these: those meant for detection, or only the others.',
  },
  published,
  threat_level_id,
  warning_list: filterOptions.warning_list,
};

/** What rows of events hold. */
export const eventShapeOptions = {
  getioc: booleanOption({ default: false, text: "Rows of the events' attributes instead of the events." }),
  expand_object: shapeOptions.expand_object,
  pipesplit: shapeOptions.pipesplit,
  attribute_limit: integerOption({
    min: 0,
    max: 1_000_000,
    default: 0,
    text: "The most rows of an object, and of an event's attributes outside of objects; 0 for all.",
  }),
  keep_related: booleanOption({ default: false, text: 'Related events, too.' }),
  prefix: shapeOptions.prefix,
};
