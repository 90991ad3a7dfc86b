import { commands } from '../commands/table.ts';
import { SCHEME } from '../inputs/scheme.ts';
import { BROKER } from '../splunkd/broker-endpoint.ts';
import { commandProgram } from './command-program.ts';
import type { Program } from './program.ts';

/**
 * The program with a name; undefined when the app has no such program. All but the search commands are loaded on
 * demand: splunkd starts a command twice per search, and its start is what a user waits for.
 */
export async function programNamed(name: string): Promise<Program | undefined> {
  const command = commands[name];
  if (command) return commandProgram(command);
  if (name === SCHEME) return (await import('./input-program.ts')).inputProgram;
  if (name === BROKER.program) return (await import('./broker-program.ts')).brokerProgram;
  const action = (await import('../alerts/table.ts')).alertActions[name];
  return action && (await import('./alert-program.ts')).alertProgram(action);
}
