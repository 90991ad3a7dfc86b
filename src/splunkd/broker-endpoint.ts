/** The REST endpoint that hands the secrets of an instance over to the app's own programs, and what splunkd runs for it. */
export const BROKER = {
  program: 'misp_broker',
  /** Below `/services` and `/servicesNS/<user>/<app>`: restmap.conf.spec. */
  match: '/misp_broker',
  /** Of the users whose programs get the secrets. */
  capability: 'misp_search',
} as const;
