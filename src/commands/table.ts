import type { AnyCommand } from '../protocol/command.ts';
import { mispexpire } from './mispexpire.ts';
import { mispgetevent } from './mispgetevent.ts';
import { mispgetioc } from './mispgetioc.ts';
import { mispintel } from './mispintel.ts';
import { mispselftest } from './mispselftest/command.ts';
import { mispsearch } from './mispsearch.ts';
import { mispserved } from './mispserved.ts';
import { mispsight } from './mispsight.ts';
import { mispfetch } from './mispfetch.ts';
import { mispgetattribute } from './mispgetattribute.ts';
import { misprest } from './misprest.ts';
import { mispstatus } from './mispstatus.ts';
import type { Services } from './services.ts';

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
