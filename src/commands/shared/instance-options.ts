import { listOption, textOption } from '../../protocol/options.ts';

/**
 * The option misp_instance of commands that use one MISP instance. Its default is an empty name, which fails later with
 * an error that lists the existing instances: they are not known when the options are parsed.
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

/** The same for commands that query several instances one after the other. */
export const someInstances = listOption({ ...SEVERAL, required: true, default: [] });

/** The same for commands that use all instances by default. */
export const allInstances = listOption({ ...SEVERAL, default: ['*'] });
