import { tagAndOrgOptions } from '../../indicators/filter-options.ts';
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
    text: 'Read events or attributes.',
  }),
  misp_http_body: textOption(
    {
      hint: '<JSON object>',
      text: "MISP's own filters, as for restSearch. Default: what was published in the last hour.",
    },
    parseJsonObject,
  ),
  misp_output_mode: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "fields: a field for each value. json: MISP's JSON in _raw, with its leaf values as fields.",
  }),
  overrides: booleanOption({
    text: 'Let fields of the last result override the options of the same name. Default: true, unless that result is an event with a _raw.',
  }),
  ...tagAndOrgOptions,
  limit: integerOption({
    min: 0,
    max: 10_000,
    default: 1000,
    text: 'Rows per request to MISP (0: automatic) or, with page, rows of that page.',
  }),
  page: integerOption({ min: 0, max: 1_000_000, default: 0, text: 'Read only this page; 0: all pages.' }),
  ...eventShapeOptions,
  pipesplit: booleanOption({
    default: false,
    text: 'Add each half of a composite like domain|ip as a field.',
  }),
  keep_galaxy: booleanOption({ default: false, text: 'Include galaxies.' }),
};

export type FetchValues = Values<typeof options>;
