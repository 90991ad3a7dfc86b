import type { Parameter } from './action.ts';

/** Parameters that several actions have. */
export const INSTANCE: Parameter = {
  name: 'misp_instance',
  label: 'MISP instance',
  text: 'The MISP instance of misp_instances.conf that is written to.',
  kind: 'instance',
  required: true,
};

/** What the app for MISP before this one had in its forms. */
export const FORMER: readonly Parameter[] = ['title', 'description'].map((name) => ({
  name,
  label: name,
  text: 'Has no effect.',
  kind: 'text',
  deprecated: true,
}));
