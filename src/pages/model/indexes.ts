import { entriesOf } from '../splunk/rest.ts';

/** Indexes for events, without Splunk's own; only the default one when the user may not see them. */
export async function loadIndexes(): Promise<readonly string[]> {
  const entries = await entriesOf('data/indexes', { inApp: false }).catch(() => []);
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('_'));
  return ['default', ...names];
}
