import type { SearchInfo } from '../protocol/command.ts';
import type { Instances } from '../splunkd/instances.ts';

/** What commands get from the program around them. */
export interface Services {
  /** The MISP instances, seen with the rights of the search's user. */
  instances(info: SearchInfo): Promise<Instances>;
  /** Milliseconds since 1970. */
  now(): number;
}
