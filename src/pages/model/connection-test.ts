import { isStaleTestStanza, testStanzaName } from '../../splunkd/test-stanza.ts';
import { isOn } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { create, entriesOf, remove } from '../splunk/rest.ts';
import type { Result } from '../splunk/search.ts';
import { changedSettings, type Connection, type Values } from './connections.ts';
import type { Form } from './form.ts';
import { INSTANCES } from './names.ts';
import { removeSecret, SECRETS, storeSecret } from './secrets.ts';
import { statusOf } from './status.ts';

/** Settings of an instance that do not change how MISP is reached. */
const NO_CONNECTION = ['disabled', 'page_size', 'prefix'];

/** Whether saving the form changes how MISP is reached: its address, key, certificates, proxy or timeouts. */
export function changesConnection({ instance, secrets }: Form, before: Connection | undefined): boolean {
  if (!instance) return false;
  if (!before?.instance) return true;
  const names = Object.keys(changedSettings(instance, before.instance));
  return (
    names.some((name) => !NO_CONNECTION.includes(name)) ||
    SECRETS.some((secret) => secrets[secret] === 'remove' || secrets[secret].value !== '')
  );
}

/**
 * Runs mispstatus with the settings of a form, without saving them. Secrets are never part of a search: the settings are
 * written to a disabled stanza that only the test names, with the typed secrets, and removed again in any case.
 *
 * @param before the connection that is edited: its secrets count where none are typed
 * @returns the row of mispstatus
 * @throws Error when Splunk cannot run the test
 */
export async function testForm(
  form: Form,
  before: Connection | undefined,
  defaults: Values,
): Promise<Result> {
  return withTestStanza(form, before, defaults, async (name) => {
    const row = await statusOf(name);
    // Errors name the stanza, of which the user knows nothing.
    return { ...row, ...(row['error'] && { error: row['error'].replaceAll(name, form.name.trim()) }) };
  });
}

/** Runs something with a stanza for the settings of a form, as `testForm` does. @param use gets the name of the stanza */
export async function withTestStanza<T>(
  { name: shownName, instance = {}, secrets }: Form,
  before: Connection | undefined,
  defaults: Values,
  use: (name: string) => Promise<T>,
): Promise<T> {
  const name = testStanzaName(Date.now(), crypto.getRandomValues(new Uint32Array(1)).join(''));
  try {
    await create(INSTANCES, name, {
      ...changedSettings(instance, defaults),
      disabled: '1',
      ...(before?.instance && { test_of: before.name }),
    });
    for (const secret of SECRETS) {
      const change = secrets[secret];
      if (change === 'remove' || change.value === '') continue;
      await storeSecret(name, secret, change.value, true);
    }
    return await use(name);
  } catch (error) {
    if (error instanceof RestError || !(error instanceof Error)) throw error;
    throw new Error(error.message.replaceAll(name, shownName.trim()), { cause: error });
  } finally {
    await removeTest(name);
  }
}

/** Removes what a page left that was closed during a test. Fails silently: another user may not do it. */
export async function removeStaleTests(): Promise<void> {
  const now = Date.now();
  const stanzas = await entriesOf(INSTANCES).catch(() => []);
  for (const { name } of stanzas) if (isStaleTestStanza(name, now)) await removeTest(name);
}

/** @returns what went wrong, in the words of the command. Undefined when MISP responded and accepted the key */
export function testFailure(row: Result): string | undefined {
  if (isOn(row['reachable'])) return undefined;
  // The dialog has the name in its title.
  return (row['error'] ?? 'MISP did not respond.').replace(/^MISP instance \w+: /, '');
}

/** The stanza goes last: it shows that there may be secrets, which the page does not list. */
async function removeTest(name: string): Promise<void> {
  const removals = await Promise.allSettled(SECRETS.map((secret) => removeSecret(name, secret)));
  if (removals.every(({ status }) => status === 'fulfilled'))
    await remove(INSTANCES, name).catch(() => undefined);
}
