import type { MispClient } from '../../misp/client.ts';
import type { Context } from '../../protocol/command.ts';
import { filterWarnings, type NamedFilters } from './filter-warnings.ts';

type MessageContext = Pick<Context<unknown>, 'message'>;

/** Warns of how MISP is reached, and of what could not be read as it should be; called when everything is read. */
export function reportClientWarnings(client: MispClient, { message }: MessageContext): void {
  for (const text of client.warnings.messages) message('WARN', text);
}

/**
 * Begins to ask MISP whether it knows what is filtered by, while the results are read.
 *
 * @returns what warns of the names that it does not know, called when everything is read
 */
export function startFilterCheck(
  client: MispClient,
  filters: NamedFilters,
  { message, signal }: MessageContext & Pick<Context<unknown>, 'signal'>,
): () => Promise<void> {
  const warnings = filterWarnings(client, filters, signal);
  // A search that fails has its own message.
  warnings.catch(() => undefined);
  return async () => {
    for (const text of await warnings) message('WARN', text);
  };
}
