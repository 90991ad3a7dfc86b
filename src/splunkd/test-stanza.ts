/**
 * Names of stanzas that the configuration page creates to test a connection before it is saved, and removes afterwards. They are
 * disabled, belong to no list of instances, and can be named only in full: `_test_<Unix milliseconds>_<random>`.
 */
const PREFIX = '_test_';

/** What a test takes at most, with what the page does before and after it. An older stanza was left by a closed page. */
const MAX_AGE_MS = 15 * 60_000;

/** @param random letters and digits that tell tests of the same time apart */
export function testStanzaName(now: number, random: string): string {
  return `${PREFIX}${now}_${random}`;
}

/** Also for an entry of storage/passwords, whose name begins with that of the stanza. */
export function isTestStanza(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Whether the page that created a stanza can no longer remove it. */
export function isStaleTestStanza(name: string, now: number): boolean {
  if (!isTestStanza(name)) return false;
  const created = Number.parseInt(name.slice(PREFIX.length), 10);
  return !(now - created < MAX_AGE_MS);
}
