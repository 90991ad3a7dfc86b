import type { AlertAction } from '../action.ts';
import { DEPRECATED_PARAMETERS, INSTANCE } from '../shared-parameters.ts';

export const sighting: AlertAction = {
  name: 'misp_alert_sighting',
  label: 'Add MISP sightings',
  description: 'Reports to MISP that its attributes were seen, are false positives, or have expired.',
  response: { task: ['update'], subject: ['threat.intelligence'] },
  parameters: [
    INSTANCE,
    ...DEPRECATED_PARAMETERS,
    {
      name: 'mode',
      label: 'By',
      text: 'byvalue: all attributes with a value of the results. byuuid: the attributes whose UUIDs are in the column misp_attribute_uuid.',
      kind: 'radio',
      values: [
        { value: 'byvalue', label: 'Values' },
        { value: 'byuuid', label: 'UUIDs of attributes' },
      ],
      default: 'byvalue',
    },
    {
      name: 'fields',
      label: 'Columns',
      text: "The columns with the values or UUIDs, separated by commas. When blank, byvalue uses all columns except Splunk's own: host, source, sourcetype, index, splunk_server, linecount, punct, and names that begin with _ or date_.",
      kind: 'text',
    },
    {
      name: 'type',
      label: 'Type',
      text: 'The type of sighting to report.',
      kind: 'choice',
      values: [
        { value: '0', label: 'Sighting' },
        { value: '1', label: 'False positive' },
        { value: '2', label: 'Expiration' },
      ],
      default: '0',
    },
    {
      name: 'timestamp',
      label: 'Time',
      text: 'The column with the time in Unix seconds. Without a value, the time is now.',
      kind: 'text',
    },
    {
      name: 'source',
      label: 'Source',
      text: 'The source of the sighting: a text, or the column with it.',
      kind: 'text',
    },
    { name: 'unique', label: 'unique', text: 'Has no effect.', kind: 'text', deprecated: true },
  ],
  run: async (context) => (await import('./run.ts')).addSightings(context),
};
