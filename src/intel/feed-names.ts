/** Names of the lookups and saved searches of a feed. The configuration page imports this file, so it needs no Node.js. */

/** The lookup that Enterprise Security reads. */
export function feedLookup(feed: string): string {
  return `misp_es_${feed}_intel`;
}

/** The lookup with the state of each attribute of a feed. */
export function stateLookup(feed: string): string {
  return `misp_es_${feed}_state`;
}

/** The saved search that updates a feed. */
export function feedSearch(feed: string): string {
  return `MISP_ES_${feed}_intel`;
}

/** The saved search that removes deleted attributes from all feeds. */
export const RECONCILE_SEARCH = 'MISP_ES_reconcile';
