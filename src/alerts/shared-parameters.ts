import type { Parameter } from './action.ts';

/** The MISP instance, a parameter of all actions. */
export const INSTANCE: Parameter = {
  name: 'misp_instance',
  label: 'MISP instance',
  text: 'The MISP instance of misp_instances.conf to write to. May be left empty if there is only one.',
  kind: 'instance',
};

export const PUBLISH_ON_UPDATE: Parameter = {
  name: 'publish_on_update',
  label: 'Publish again',
  text: 'Whether a published event is published again after the update, since an edit unpublishes it. The column misp_publish_on_creation overrides it.',
  kind: 'radio',
  values: [
    { value: '0', label: 'No' },
    { value: '1', label: 'Yes' },
  ],
  default: '0',
};

/** Parameters of misp42splunk's alert actions that have no effect here. */
export const DEPRECATED_PARAMETERS: readonly Parameter[] = ['title', 'description'].map((name) => ({
  name,
  label: name,
  text: 'Has no effect.',
  kind: 'text',
  deprecated: true,
}));
