/** A path of a conf file, in which an administrator may write `$SPLUNK_HOME`, `${SPLUNK_HOME}` or, on Windows, `%SPLUNK_HOME%`. */
export function expandSplunkHome(path: string, splunkHome: string): string {
  // As a function: a folder's name may have a $.
  return path.replace(/^(?:\$SPLUNK_HOME|\$\{SPLUNK_HOME\}|%SPLUNK_HOME%)(?=[/\\]|$)/i, () => splunkHome);
}
