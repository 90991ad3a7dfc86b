/** The REST endpoint that gives the app's own programs the secrets of an instance, and its program. */
export const BROKER = {
  program: 'misp_broker',
  /** Below `/services` and `/servicesNS/<user>/<app>`: restmap.conf.spec. */
  match: '/misp_broker',
  /** The capability that a user needs. */
  capability: 'misp_search',
} as const;
