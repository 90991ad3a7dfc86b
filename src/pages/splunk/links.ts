import { createURL } from '@splunk/splunk-utils/url';
import { APP } from '../../common/app.ts';

/** The search page of the app, with a search ready to run. */
export function searchLink(search: string, earliest = '-24h'): string {
  return createURL(`app/${APP}/search`, { q: search, earliest, latest: 'now' });
}

/** A view of the app. */
export function appLink(view: string): string {
  return createURL(`app/${APP}/${view}`);
}

/** A page of Splunk's settings. */
export function managerLink(path: string): string {
  return createURL(`manager/${APP}/${path}`);
}
