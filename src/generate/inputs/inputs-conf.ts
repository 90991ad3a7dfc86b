import { SCHEME } from '../../inputs/scheme.ts';
import { conf, stanza } from '../conf.ts';
import { threatLists } from '../intel/threat-lists.ts';

export function inputsConf(): string {
  return conf('src/inputs and src/intel', [
    // The defaults of every input. Without a shell in between, splunkd can stop the process.
    stanza(SCHEME, { interval: 300, start_by_shell: false }),
    ...threatLists(),
  ]);
}
