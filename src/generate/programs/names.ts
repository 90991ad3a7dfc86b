import { alertActions } from '../../alerts/table.ts';
import { commands } from '../../commands/table.ts';
import { SCHEME } from '../../inputs/scheme.ts';
import { BROKER } from '../../splunkd/broker-endpoint.ts';
import { type Platform, POSIX } from './platforms.ts';

/** The programs on all platforms: the search commands, the modular input, the alert actions. */
const EVERYWHERE: readonly string[] = [SCHEME, ...Object.keys(commands), ...Object.keys(alertActions)];

/** The programs of a platform. The broker needs file modes, which Windows lacks. */
export function programNames(platform: Platform): readonly string[] {
  return platform === POSIX ? [...EVERYWHERE, BROKER.program] : EVERYWHERE;
}
