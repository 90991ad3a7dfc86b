import type { Fault } from '../stand-ins/misp/faults.ts';
import type { MispServer } from '../stand-ins/misp/server.ts';

export interface HeldAnswer {
  /** Whether MISP has got the request. */
  readonly isAsked: () => boolean;
  /** Has MISP answer. */
  readonly release: () => void;
}

/** Holds an answer of MISP back, so that a test can do something meanwhile, however busy the machine is. */
export function holdAnswer({ faults }: MispServer, where: Pick<Fault, 'page' | 'path'> = {}): HeldAnswer {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  const fault: Fault = { kind: 'held', until, times: 1, ...where };
  faults.push(fault);
  return { isAsked: () => fault.times === 0, release };
}
