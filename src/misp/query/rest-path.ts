import { isIdOrUuid } from './ids.ts';
import { READ_ACTIONS } from './read-actions.ts';

/** A path of MISP's REST API, read as MISP's router reads it. */
export interface RestPath {
  /** What is sent: with the controller and the action that were read. Begins with a slash, and may have a query. */
  readonly target: string;
  /** `events/view`, `users/admin_index`; in letters as given. */
  readonly action: string;
  /** Whether it is in `READ_ACTIONS`. */
  readonly isReading: boolean;
}

/** Characters of a path that need no encoding, and `%`. */
const CHARACTERS = /^[\w\-.~:/?[\]@!$&'()*+,;=%]*$/;
/** No more than these stand in the names of MISP's controllers and actions. */
const NAME = /^[a-z]\w*$/i;
/** Extensions that MISP takes off the end of a path. Answers are JSON without, too. */
const EXTENSION = /\.json$/i;
/** MISP decodes a path before it cuts it at slashes, and takes `://` for the end of its own address. */
const CUTS = /[\p{Cc}/\\]/u;

/**
 * Undefined for what MISP, a proxy or a library before it may read in more than one way: empty parts, `.` and `..`,
 * encoded slashes, backslashes and control characters, and names that are none.
 *
 * MISP's router (CakePHP 2): `/<controller>[/<action>][/…]` or `/admin/<controller>…`. Underscores and letter case do not
 * tell controllers apart, nor letter case actions. Without an action it is `index`; an id alone, of events and attributes,
 * is `view`. `.json`, `.xml` and `.csv` at the end of a path are taken off.
 */
export function readRestPath(text: string): RestPath | undefined {
  const [path = '', ...query] = text.split('?');
  if (!CHARACTERS.test(text) || !path.startsWith('/')) return undefined;
  const parts = path.replace(/\/$/, '').slice(1).split('/');
  const decoded = parts.map(decodedPart).filter((part) => part !== undefined);
  if (decoded.length < parts.length) return undefined;
  decoded.push((decoded.pop() ?? '').replace(EXTENSION, ''));
  const isAdmin = decoded[0]?.toLowerCase() === 'admin';
  const [controller = '', given] = isAdmin ? decoded.slice(1) : decoded;
  const rest = parts.slice(isAdmin ? 3 : 2);
  const impliesView = rest.length === 0 && IMPLIES_VIEW.has(keyOf(controller)) && isIdOrUuid(given ?? '');
  const action = impliesView ? 'view' : (given ?? 'index');
  if (!NAME.test(controller) || !NAME.test(action)) return undefined;
  const sent = [...(isAdmin ? ['admin'] : []), controller, action, ...(impliesView ? [given] : []), ...rest];
  const name = `${isAdmin ? 'admin_' : ''}${action}`;
  return {
    target: [`/${sent.join('/')}`, ...query].join('?'),
    action: `${controller}/${name}`,
    isReading: READING.get(keyOf(controller))?.has(name.toLowerCase()) === true,
  };
}

/** Controllers of which `/<controller>/<id>` is `view`. */
const IMPLIES_VIEW: ReadonlySet<string> = new Set(['events', 'attributes']);

const READING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(READ_ACTIONS).map(([controller, actions]) => [keyOf(controller), new Set(actions)]),
);

/** As MISP finds the class of a controller: `tag_collections`, `TagCollections` and `tagCollections` are one. */
function keyOf(controller: string): string {
  return controller.replaceAll('_', '').toLowerCase();
}

function decodedPart(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return /^\.{0,2}$/.test(text) || CUTS.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
