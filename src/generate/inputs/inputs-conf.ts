import { SCHEME } from '../../inputs/scheme.ts';
import { conf, stanza } from '../conf.ts';
import { threatLists } from '../intel/threat-lists.ts';

export function inputsConf(): string {
  return conf('src/inputs and src/intel', [
    // What every input has that does not say otherwise. Without a shell between them, splunkd can stop it.
    stanza(SCHEME, { interval: 300, start_by_shell: false }),
    ...threatLists(),
  ]);
}
