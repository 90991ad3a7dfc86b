import { listOption, textOption } from '../../protocol/options.ts';

/** The option misp_instance of commands that use one MISP instance. Blank: the only instance. */
export const oneInstance = textOption({
  default: '',
  hint: '<instance>',
  text: 'MISP instance of misp_instances.conf; may be omitted if there is only one.',
});

/** The same for commands that query several instances one after the other. */
export const someInstances = listOption({
  hint: '<instance>,...|*',
  default: [],
  text: 'MISP instances of misp_instances.conf: one, several, or * for all; may be omitted if there is only one.',
});

/** The same for commands that use all instances by default. */
export const allInstances = listOption({
  hint: '<instance>,...|*',
  default: ['*'],
  text: 'MISP instances of misp_instances.conf: one, several, or * for all.',
});
