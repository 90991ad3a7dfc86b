import type { MispClient } from '../misp/client.ts';
import type { Context } from '../protocol/command.ts';

/** Warns of what could not be read from MISP as it should be; called when everything is read. */
export function warnOfNotes(client: MispClient, context: Pick<Context<unknown>, 'message'>): void {
  for (const text of client.notes.texts) context.message('WARN', text);
}
