import type { MispClient } from '../../misp/client.ts';
import type { Context } from '../../protocol/command.ts';
import type { Query } from '../../misp/query/query.ts';
import { filterWarnings } from '../../indicators/filter-warnings.ts';
import { ATTRIBUTE_RULES } from '../../intel/mapping.ts';

/** Types that the app's own searches ask for. Older versions of MISP may lack some, which is no mistake of the user. */
const APP_TYPES = new Set(ATTRIBUTE_RULES.flatMap(({ types }) => types));

type MessageContext = Pick<Context<unknown>, 'message'>;

/** Warns of insecure connection settings and of rows that were dropped. Call it when everything is read. */
export function reportClientWarnings(client: MispClient, { message }: MessageContext): void {
  for (const text of client.warnings.messages) message('WARN', text);
}

/**
 * Starts to check in the background whether MISP has the names in the filters of queries.
 *
 * @returns a function that warns of unknown names, to be called when everything is read
 */
export function startFilterCheck(
  client: MispClient,
  queries: readonly Query[],
  { message, signal }: MessageContext & Pick<Context<unknown>, 'signal'>,
): () => Promise<void> {
  const warnings = filterWarnings(client, queries, signal, APP_TYPES);
  // If the search fails, its own error is reported.
  warnings.catch(() => undefined);
  return async () => {
    for (const text of await warnings) message('WARN', text);
  };
}
