import type { AlertAction } from '../action.ts';
import { FORMER, INSTANCE, PUBLISH_ON_UPDATE } from '../shared-parameters.ts';

export const createEvent: AlertAction = {
  name: 'misp_alert_create_event',
  label: 'Create or update MISP events',
  description:
    'Makes events in MISP from the results, or adds to those there are: attributes from columns like misp_domain, objects from fo_, eo_ and no_ columns.',
  response: { task: ['create', 'update'], subject: ['threat.intelligence'] },
  parameters: [
    INSTANCE,
    ...FORMER,
    {
      name: 'eventid',
      label: 'Event to update',
      text: 'The id or uuid of an event to add to, or the column that has it. Results in which it is blank or 0 make new events; anything else is an error.',
      kind: 'text',
    },
    {
      name: 'unique',
      label: 'One event for each',
      text: 'The column whose values divide the results into events; all make one event where there is no such column.',
      kind: 'text',
      default: 'singleEvent',
    },
    {
      name: 'info',
      label: 'Title',
      text: 'The title of a new event, where the column misp_info says none.',
      kind: 'text',
      default: 'notable event',
    },
    {
      name: 'distribution',
      label: 'Distribution',
      text: 'Who may see a new event. A sharing group needs its id in the column misp_sg_id.',
      kind: 'choice',
      values: [
        { value: '0', label: 'Your organisation only' },
        { value: '1', label: 'This community only' },
        { value: '2', label: 'Connected communities' },
        { value: '3', label: 'All communities' },
        { value: '4', label: 'Sharing group' },
      ],
      default: '0',
    },
    {
      name: 'threatlevel',
      label: 'Threat level',
      text: 'The threat level of a new event.',
      kind: 'choice',
      values: [
        { value: '1', label: 'High' },
        { value: '2', label: 'Medium' },
        { value: '3', label: 'Low' },
        { value: '4', label: 'Undefined' },
      ],
      default: '4',
    },
    {
      name: 'analysis',
      label: 'Analysis',
      text: 'How far the analysis of a new event is.',
      kind: 'choice',
      values: [
        { value: '0', label: 'Initial' },
        { value: '1', label: 'Ongoing' },
        { value: '2', label: 'Completed' },
      ],
      default: '0',
    },
    {
      name: 'tlp',
      label: 'TLP',
      text: 'The tag of the Traffic Light Protocol, where neither the results nor the tags have one; an event that has one keeps it.',
      kind: 'choice',
      values: ['WHITE', 'CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED', 'UNCLEAR', 'EX_CHR'].map((one) => ({
        value: `TLP_${one}`,
        label: `TLP:${one.replace('_', ':')}`,
      })),
      default: 'TLP_AMBER',
    },
    {
      name: 'pap',
      label: 'PAP',
      text: 'The tag of the Permissible Actions Protocol, where neither the results nor the tags have one; an event that has one keeps it.',
      kind: 'choice',
      values: ['WHITE', 'GREEN', 'AMBER', 'RED'].map((one) => ({ value: `PAP_${one}`, label: `PAP:${one}` })),
      default: 'PAP_RED',
    },
    {
      name: 'publish_on_creation',
      label: 'Publish new events',
      text: 'Whether a new event is published; the column misp_publish_on_creation goes before it.',
      kind: 'radio',
      values: [
        { value: '0', label: 'No' },
        { value: '1', label: 'Yes' },
      ],
      default: '0',
    },
    PUBLISH_ON_UPDATE,
    {
      name: 'tags',
      label: 'Tags',
      text: 'More tags of the event, separated by commas.',
      kind: 'text',
    },
  ],
  // Loaded when it runs, so that its declaration costs nothing.
  run: async (context) => (await import('./run.ts')).createEvents(context),
};
