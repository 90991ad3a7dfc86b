/** All that the index has of attributes. */
export const ATTRIBUTES = '`misp_index` sourcetype=misp:attribute';

/** The terms of what is chosen above the dashboard. They go after the last state, or they would bring back an old one. */
export const CHOSEN = 'misp_type=$type|s$ misp_to_ids=$to_ids|s$';

/** A condition: nothing is chosen. */
export function isAny(token: string): string {
  return `$${token}|s$="*"`;
}
