import { tagOptions } from '../../indicators/filter-options.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  textOption,
  type Values,
} from '../../protocol/options.ts';
import { parseJsonObject } from '../shared/attribute-options.ts';
import { eventShapeOptions } from '../shared/event-options.ts';

export const options = {
  misp_instance: textOption({
    hint: '<instance>',
    text: 'MISP instance; may be omitted if there is only one. A field of the same name in the last result overrides it.',
  }),
  misp_restsearch: choiceOption({
    values: ['events', 'attributes'],
    default: 'events',
    text: 'What to read: events or attributes.',
  }),
  misp_http_body: textOption(
    {
      hint: '<JSON object>',
      text: "MISP's own filters, as for restSearch; by default what was published within the last hour.",
    },
    parseJsonObject,
  ),
  misp_output_mode: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "json: MISP's JSON in _raw, with its leaf values as fields.",
  }),
  overrides: booleanOption({
    text: 'Whether fields of the last result override the options of the same name. By default they do, unless that result is an event with a _raw.',
  }),
  ...tagOptions,
  limit: integerOption({
    min: 0,
    max: 10_000,
    default: 1000,
    text: 'Rows in one request to MISP (0: a size that suits MISP) or, with page, the size of that page.',
  }),
  page: integerOption({ min: 0, max: 1_000_000, default: 0, text: 'Only this page; 0 for all.' }),
  ...eventShapeOptions,
  pipesplit: booleanOption({
    default: false,
    text: 'Add both halves of composites like domain|ip as fields of their own.',
  }),
  keep_galaxy: booleanOption({ default: false, text: 'Include galaxies.' }),
};

export type FetchValues = Values<typeof options>;
