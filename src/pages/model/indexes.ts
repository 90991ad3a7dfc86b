import { entriesOf } from '../splunk/rest.ts';

/** The event indexes without internal ones. Only the default index when the user may not list them. */
export async function loadIndexes(): Promise<readonly string[]> {
  const entries = await entriesOf('data/indexes', { inApp: false }).catch(() => []);
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('_'));
  return ['default', ...names];
}
