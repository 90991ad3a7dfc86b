import type { AlertAction } from '../action.ts';
import { DEPRECATED_PARAMETERS, INSTANCE, PUBLISH_ON_UPDATE } from '../shared-parameters.ts';

export const createEvent: AlertAction = {
  name: 'misp_alert_create_event',
  label: 'Create or update MISP events',
  description:
    'Creates events in MISP from the results, or adds to existing ones: attributes from columns like misp_domain, objects from fo_, eo_ and no_ columns.',
  response: { task: ['create', 'update'], subject: ['threat.intelligence'] },
  parameters: [
    INSTANCE,
    ...DEPRECATED_PARAMETERS,
    {
      name: 'eventid',
      label: 'Event to update',
      text: 'The ID or UUID of an event to add to, or the column with it. Results where it is blank or 0 create new events; other values are errors.',
      kind: 'text',
    },
    {
      name: 'unique',
      label: 'One event for each',
      text: 'The column that groups the results: one event for each of its values. Without such a column, all results create one event.',
      kind: 'text',
      default: 'singleEvent',
    },
    {
      name: 'info',
      label: 'Title',
      text: 'The title of a new event. The column misp_info overrides it.',
      kind: 'text',
      default: 'notable event',
    },
    {
      name: 'distribution',
      label: 'Distribution',
      text: 'Who may see a new event. For a sharing group, the column misp_sg_id must have its ID.',
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
      text: 'The state of the analysis of a new event.',
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
      text: 'The Traffic Light Protocol tag, if neither the results nor the parameter tags have one. An event that has one keeps it.',
      kind: 'choice',
      values: ['WHITE', 'CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED', 'UNCLEAR', 'EX_CHR'].map(
        (name) => ({
          value: `TLP_${name}`,
          label: `TLP:${name.replace('_', ':')}`,
        }),
      ),
      default: 'TLP_AMBER',
    },
    {
      name: 'pap',
      label: 'PAP',
      text: 'The Permissible Actions Protocol tag, if neither the results nor the parameter tags have one. An event that has one keeps it.',
      kind: 'choice',
      values: ['WHITE', 'GREEN', 'AMBER', 'RED'].map((name) => ({
        value: `PAP_${name}`,
        label: `PAP:${name}`,
      })),
      default: 'PAP_RED',
    },
    {
      name: 'publish_on_creation',
      label: 'Publish new events',
      text: 'Whether a new event is published. The column misp_publish_on_creation overrides it.',
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
      text: 'Additional tags of the event, separated by commas.',
      kind: 'text',
    },
  ],
  // Loaded when it runs, so that the table of actions stays cheap to load.
  run: async (context) => (await import('./run.ts')).createEvents(context),
};
