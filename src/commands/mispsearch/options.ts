import { tagAndOrgOptions } from '../../indicators/filter-options.ts';
import {
  booleanOption,
  choiceOption,
  integerOption,
  listOption,
  OptionError,
  textOption,
  type Values,
} from '../../protocol/options.ts';
import { includeOptions, shapeOptions } from '../shared/attribute-options.ts';
import { oneInstance } from '../shared/instance-options.ts';
import { parseBody } from '../shared/search-parameters.ts';

export const options = {
  misp_instance: oneInstance,
  field: textOption(
    { required: true, hint: '<field>', text: 'The field with the values to look up.' },
    parseField,
  ),
  misp_http_body: textOption(
    {
      hint: '<JSON object>',
      text: 'Additional filters of MISP, as for restSearch. They override the options.',
    },
    parseBody,
  ),
  ...tagAndOrgOptions,
  include_sightings: includeOptions.include_sightings,
  limit: integerOption({
    min: 0,
    max: 1_000_000,
    default: 10,
    text: 'Matches per value, at most; 0: all.',
  }),
  page: integerOption({
    min: 0,
    max: 1_000_000,
    default: 1,
    text: 'Page of limit matches per value; 0: all.',
  }),
  max_matches: integerOption({
    min: 1,
    max: 1_000_000,
    text: 'Matches per record, at most, for all its values together.',
  }),
  pipesplit: booleanOption({
    default: true,
    text: 'Add each half of a composite like domain|ip as a field, and look up a|b as the composite of a and b and as each half (address, host or hash).',
  }),
  prefix: shapeOptions.prefix,
  misp_output_mode: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "fields: a field for each value. json: MISP's JSON of each match in misp_json instead.",
  }),
  fields: listOption({
    hint: '<field>,...',
    text: 'Add only these fields, named with or without the prefix.',
  }),
  overrides: booleanOption({
    default: false,
    text: 'Let the fields misp_http_body, limit, page, tags, not_tags, pipesplit and prefix of a record override the options.',
  }),
  cache: booleanOption({ default: true, text: 'Look up each value only once per search.' }),
};

export type SearchValues = Values<typeof options>;

function parseField(text: string): string {
  if (text.startsWith('_')) throw new OptionError('must be the name of a field that does not begin with _');
  return text;
}
