import type { Row } from '../../../../src/protocol/rows.ts';
import type { Command } from './context.ts';
import { resultsOf } from './results.ts';
import { parseWords } from './words.ts';

interface Entries {
  readonly entry?: readonly { readonly name: string; readonly content: Readonly<Record<string, unknown>> }[];
}

/**
 * A row for each entity of an endpoint of splunkd: its name as `title`, and its settings. What the user may not read is no row, with a
 * warning.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/SearchReference/Rest
 */
export const rest: Command = (
  args,
  { splunk, options: { sessionKey = 'session-of-admin' } },
  { isFirst },
) => {
  if (!isFirst) throw new Error('rest must be the first command.');
  const { options, words } = parseWords('rest', args, { splunk_server: 'text', count: 'integer' });
  const [path, more] = words;
  if (!path?.text.startsWith('/services') || more) throw new Error(`rest takes one path, not: ${args}`);
  if (options.splunk_server !== 'local')
    throw new Error('rest asks the indexers, too: say splunk_server=local.');
  return async () => {
    const query = new URLSearchParams({ output_mode: 'json', count: String(options.count ?? 30) });
    const { status, body } = await splunk.answer(
      { method: 'GET', path: path.text, query, body: '' },
      sessionKey,
    );
    const { entry = [] } = status === 200 ? (body as Entries) : {};
    const rows = entry.map(({ name, content }): Row => ({
      title: name,
      ...Object.fromEntries(Object.entries(content).map(([field, value]) => [field, String(value)])),
    }));
    return resultsOf(rows);
  };
};
