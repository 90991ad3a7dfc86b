import { alertActions } from '../../alerts/table.ts';
import { commands } from '../../commands/table.ts';
import { SCHEME } from '../../inputs/scheme.ts';

/** The programs that splunkd starts: the search commands, the modular input, the alert actions. */
export const programNames: readonly string[] = [
  SCHEME,
  ...Object.keys(commands),
  ...Object.keys(alertActions),
];
