/** Settings that Splunk defines for every input and passes on to it. Source: inputs.conf.spec of 10.2. */
const SETTINGS = new Set(
  (
    'host index source sourcetype queue interval disabled start_by_shell run_introspection run_only_one passAuth ' +
    'python.version python.required send_index_as_argument_for_path'
  ).split(' '),
);

export function isSplunkSetting(name: string): boolean {
  return SETTINGS.has(name) || name.startsWith('_') || name.startsWith('persistentQueue');
}
