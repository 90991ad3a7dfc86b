import { listOption, textOption } from '../../protocol/options.ts';

/**
 * The option misp_instance of commands that ask one MISP. Who leaves it out is told the names there are: those know the
 * instances, so that none is a value here.
 */
export const oneInstance = textOption({
  required: true,
  default: '',
  hint: '<instance>',
  text: 'MISP instance of misp_instances.conf.',
});

const SEVERAL = {
  hint: '<instance>,...|*',
  text: 'MISP instances of misp_instances.conf: one, several, or * for all.',
};

/** Of those that may ask several, one after the other. */
export const someInstances = listOption({ ...SEVERAL, required: true, default: [] });

/** Of those that ask all unless they are told otherwise. */
export const allInstances = listOption({ ...SEVERAL, default: ['*'] });
