import { type Account, may } from './accounts.ts';
import { json, failure, pretty, type Reply } from './replies.ts';
import { type Incoming, parametersOf } from './request-body.ts';
import { restSearch } from './rest-search.ts';
import type { MispStore } from './store.ts';
import { pyMispVersionPage, userPage, versionPage } from './user-pages.ts';

export interface RouteOptions {
  readonly store: MispStore;
  readonly account: Account;
  /** Unix seconds. */
  readonly now: number;
  readonly maxLimit: number | undefined;
}

const NO_PERMISSION = 'You do not have permission to use this functionality.';
const MALFORMED =
  'Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON string. This request has been blocked to avoid an unfiltered request.';
const GET_WITHOUT =
  'Restsearch queries using GET and no parameters are not allowed. If you have passed parameters via a JSON body, make sure you use POST requests.';
/** What MISP has, whether or not it is here: an unknown action of these is one that the user may not use. */
const CONTROLLERS =
  'admin attributes decayingModel events objects organisations servers sightings tags taxonomies users warninglists'.split(
    ' ',
  );

export function isRestSearch(path: string): boolean {
  return /^\/attributes\/restSearch([./?]|$)/.test(path);
}

/** The answer to a request of somebody who may ask. */
export function route(request: Incoming, options: RouteOptions): Reply {
  const { path } = request;
  const { store, account, now } = options;
  const viewer = account.organisation === 'partner' ? store.partner : store.org;
  if (isRestSearch(path)) {
    const parameters = parametersOf(request);
    if (parameters === 'none') return failure(400, GET_WITHOUT, path, { Connection: 'close' });
    if (parameters === 'malformed') return failure(405, MALFORMED, path);
    return restSearch(store, parameters, { now, viewer, maxLimit: options.maxLimit });
  }
  const show = request.headers['user-agent']?.includes('PyMISP') ? json : pretty;
  if (path === '/servers/getVersion') return show(versionPage(account));
  if (path === '/servers/getPyMISPVersion.json') return json(pyMispVersionPage());
  if (path === '/users/view/me') return show(userPage(account, viewer, now));
  return missing(path, account);
}

function missing(path: string, account: Account): Reply {
  const [, controller = '', action = ''] = path.split(/[/?]/);
  if (!CONTROLLERS.includes(controller)) return failure(404, 'Not Found', path);
  if (action === 'view' && controller === 'events') return failure(404, 'Invalid event', path);
  if (action === 'view' && controller === 'attributes') return failure(405, 'Invalid attribute', path);
  if (action === 'add' && may(account, 'add'))
    return failure(501, `The embedded MISP has no ${controller}/add.`, path);
  return failure(403, NO_PERMISSION, path);
}
