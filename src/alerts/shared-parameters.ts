import type { Parameter } from './action.ts';

/** Parameters that several actions have. */
export const INSTANCE: Parameter = {
  name: 'misp_instance',
  label: 'MISP instance',
  text: 'The MISP instance of misp_instances.conf that is written to.',
  kind: 'instance',
  required: true,
};

export const PUBLISH_ON_UPDATE: Parameter = {
  name: 'publish_on_update',
  label: 'Publish again',
  text: 'Whether an event that was published is published again after it was added to: MISP unpublishes an event that is edited. The column misp_publish_on_creation goes before it.',
  kind: 'radio',
  values: [
    { value: '0', label: 'No' },
    { value: '1', label: 'Yes' },
  ],
  default: '0',
};

/** What the app for MISP before this one had in its forms. */
export const FORMER: readonly Parameter[] = ['title', 'description'].map((name) => ({
  name,
  label: name,
  text: 'Has no effect.',
  kind: 'text',
  deprecated: true,
}));
