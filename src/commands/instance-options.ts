import { listOption, textOption } from '../protocol/options.ts';

/** The option misp_instance of commands that ask one MISP. */
export const oneInstance = textOption({
  required: true,
  hint: '<instance>',
  text: 'MISP instance of misp_instances.conf.',
});

const SEVERAL = {
  hint: '<instance>,...|*',
  text: 'MISP instances of misp_instances.conf: one, several, or * for all.',
};

/** Of those that may ask several, one after the other. */
export const someInstances = listOption({ ...SEVERAL, required: true });

/** Of those that ask all unless they are told otherwise. */
export const allInstances = listOption({ ...SEVERAL, default: ['*'] });
