import type { AnyCommand } from '../protocol/command.ts';
import { mispgetioc } from './mispgetioc.ts';
import type { Services } from './services.ts';

/** All commands, by name. */
export const commands: Readonly<Record<string, AnyCommand<Services>>> = { mispgetioc };
