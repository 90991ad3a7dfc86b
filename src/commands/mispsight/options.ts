import { DEFAULT_SOURCE } from '../../misp/sightings/sighting-types.ts';
import { choiceOption, OptionError, textOption, type Values } from '../../protocol/options.ts';
import { oneInstance } from '../shared/instance-options.ts';

export const options = {
  misp_instance: oneInstance,
  by: choiceOption({
    values: ['uuid', 'value'],
    default: 'uuid',
    text: 'uuid: attributes whose UUID or ID is in the field. value: all attributes with the value of the field.',
  }),
  field: textOption(
    {
      hint: '<field>',
      text: 'The field with UUIDs (by default misp_attribute_uuid) or, with by=value, with values.',
    },
    parseField,
  ),
  type: choiceOption({
    values: ['sighting', 'false_positive', 'expiration', '0', '1', '2'],
    default: 'sighting',
    text: 'The type of sighting to report; 0, 1 and 2 mean the same.',
  }),
  source: textOption({
    hint: '<text>',
    default: DEFAULT_SOURCE,
    text: 'The source of the sighting, as MISP shows it.',
  }),
  timestamp_field: textOption(
    { hint: '<field>', text: 'The field with the time in Unix seconds. Without a value, the time is now.' },
    parseField,
  ),
};

export type SightValues = Values<typeof options>;

function parseField(text: string): string {
  if (/\s/.test(text)) throw new OptionError('must be the name of one field');
  return text;
}
