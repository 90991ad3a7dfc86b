import type { AlertAction } from '../action.ts';
import { FORMER, INSTANCE } from '../shared-parameters.ts';

export const sighting: AlertAction = {
  name: 'misp_alert_sighting',
  label: 'Add MISP sightings',
  description: 'Tells MISP that its attributes were seen, were false positives, or have expired.',
  response: { task: ['update'], subject: ['threat.intelligence'] },
  parameters: [
    INSTANCE,
    ...FORMER,
    {
      name: 'mode',
      label: 'By',
      text: 'byvalue: every attribute that has a value of the results. byuuid: the attributes whose uuids the column misp_attribute_uuid has.',
      kind: 'radio',
      values: [
        { value: 'byvalue', label: 'Values' },
        { value: 'byuuid', label: 'Uuids of attributes' },
      ],
      default: 'byvalue',
    },
    {
      name: 'fields',
      label: 'Columns',
      text: "The columns with the values or uuids, separated by commas. By value, all are when blank, but those of Splunk's own: host, source, sourcetype, index, splunk_server, linecount, punct, and what begins with _ or date_.",
      kind: 'text',
    },
    {
      name: 'type',
      label: 'Type',
      text: 'What is reported.',
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
      text: 'The column with the time in Unix seconds; now where there is none.',
      kind: 'text',
    },
    {
      name: 'source',
      label: 'Source',
      text: 'Who or what saw it: a text, or the column that has it.',
      kind: 'text',
    },
    { name: 'unique', label: 'unique', text: 'Has no effect.', kind: 'text', deprecated: true },
  ],
  run: async (context) => (await import('./run.ts')).addSightings(context),
};
