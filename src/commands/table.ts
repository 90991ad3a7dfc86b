import type { AnyCommand } from '../protocol/command.ts';
import { mispexpire } from './mispexpire.ts';
import { mispgetioc } from './mispgetioc.ts';
import { mispintel } from './mispintel.ts';
import { mispsearch } from './mispsearch.ts';
import { mispserved } from './mispserved.ts';
import type { Services } from './services.ts';

/** All commands, by name. */
export const commands: Readonly<Record<string, AnyCommand<Services>>> = {
  mispgetioc,
  mispsearch,
  mispintel,
  mispserved,
  mispexpire,
};
