/** Expands `$SPLUNK_HOME`, `${SPLUNK_HOME}` or (on Windows) `%SPLUNK_HOME%` at the start of a path in a conf file. */
export function expandSplunkHome(path: string, splunkHome: string): string {
  // A function, since the name of a folder may have a `$`.
  return path.replace(/^(?:\$SPLUNK_HOME|\$\{SPLUNK_HOME\}|%SPLUNK_HOME%)(?=[/\\]|$)/i, () => splunkHome);
}
