import type { AnyCommand } from '../protocol/command.ts';
import { mispexpire } from './mispexpire/command.ts';
import { mispgetevent } from './mispgetevent/command.ts';
import { mispgetioc } from './mispgetioc/command.ts';
import { mispintel } from './mispintel/command.ts';
import { mispselftest } from './mispselftest/command.ts';
import { mispsearch } from './mispsearch/command.ts';
import { mispserved } from './mispserved/command.ts';
import { mispsight } from './mispsight/command.ts';
import { mispfetch } from './mispfetch/command.ts';
import { mispgetattribute } from './mispgetattribute/command.ts';
import { misprest } from './misprest/command.ts';
import { mispstatus } from './mispstatus/command.ts';
import type { Services } from './shared/services.ts';

/** All commands, by name. */
export const commands: Readonly<Record<string, AnyCommand<Services>>> = {
  mispgetioc,
  mispgetevent,
  mispsearch,
  mispfetch,
  mispgetattribute,
  misprest,
  mispstatus,
  mispselftest,
  mispsight,
  mispintel,
  mispserved,
  mispexpire,
};
