import type { AlertAction } from '../action.ts';
import { INSTANCE, PUBLISH_ON_UPDATE } from '../shared-parameters.ts';

export const addAttributes: AlertAction = {
  name: 'misp_alert_add_attributes',
  label: 'Add attributes to a MISP event',
  description:
    'Adds to an event in MISP what it does not have yet: attributes from columns like misp_domain, objects from fo_, eo_ and no_ columns.',
  response: { task: ['update'], subject: ['threat.intelligence'] },
  parameters: [
    INSTANCE,
    {
      name: 'eventid',
      label: 'Event',
      text: 'The ID or UUID of the event, or the column with it.',
      kind: 'text',
      required: true,
    },
    {
      name: 'to_ids',
      label: 'For detection',
      text: "Whether the attributes get the IDS flag (to_ids). The column misp_to_ids overrides it. When blank, MISP's default for the type applies.",
      kind: 'choice',
      values: [
        { value: '', label: 'As usual for the type' },
        { value: '1', label: 'Yes' },
        { value: '0', label: 'No' },
      ],
    },
    {
      name: 'tags',
      label: 'Tags',
      text: 'Tags of the attributes, separated by commas, in addition to those in the column misp_attribute_tag.',
      kind: 'text',
    },
    {
      name: 'comment',
      label: 'Comment',
      text: 'The comment of the attributes. The column misp_comment overrides it.',
      kind: 'text',
    },
    PUBLISH_ON_UPDATE,
  ],
  run: async (context) => (await import('./run.ts')).addAttributes(context),
};
