import { isIdOrUuid } from './ids.ts';
import { READ_ACTIONS } from './read-actions.ts';

/** A path of MISP's REST API, parsed like MISP's router does. */
export interface RestPath {
  /** The path to send, with explicit controller and action. Begins with a slash and may have a query string. */
  readonly target: string;
  /** `events/view`, `users/admin_index`, in the given letter case. */
  readonly action: string;
  /** Whether the action is in `READ_ACTIONS`. */
  readonly isReadAction: boolean;
}

/** Characters of a path that need no encoding, and `%`. */
const ALLOWED_CHARACTERS = /^[\w\-.~:/?[\]@!$&'()*+,;=%]*$/;
/** Names of MISP's controllers and actions. */
const NAME = /^[a-z]\w*$/i;
/** MISP removes this extension from the end of a path. Responses are JSON without it too. */
const EXTENSION = /\.json$/i;
/** MISP decodes a path before it splits it at slashes, and treats `://` as the end of its own address. */
const UNSAFE_IN_PART = /[\p{Cc}/\\]/u;

/**
 * Parses a path. Undefined for a path that MISP, a proxy or a library may interpret differently: empty segments, `.` and
 * `..`, encoded slashes, backslashes and control characters, and invalid names.
 *
 * MISP's router (CakePHP 2) knows `/<controller>[/<action>][/…]` and `/admin/<controller>…`. It ignores underscores in
 * controllers, and letter case. The default action is `index`, and `view` for an id of an event or attribute. It
 * removes `.json`, `.xml` and `.csv` from the end of a path.
 */
export function readRestPath(text: string): RestPath | undefined {
  const [path = '', ...query] = text.split('?');
  if (!ALLOWED_CHARACTERS.test(text) || !path.startsWith('/')) return undefined;
  const parts = path.replace(/\/$/, '').slice(1).split('/');
  const decoded = parts.map(decodePart).filter((part) => part !== undefined);
  if (decoded.length < parts.length) return undefined;
  decoded.push((decoded.pop() ?? '').replace(EXTENSION, ''));
  const isAdmin = decoded[0]?.toLowerCase() === 'admin';
  const [controller = '', givenAction] = isAdmin ? decoded.slice(1) : decoded;
  const rest = parts.slice(isAdmin ? 3 : 2);
  const impliesView =
    rest.length === 0 &&
    CONTROLLERS_WITH_DEFAULT_VIEW.has(normaliseController(controller)) &&
    isIdOrUuid(givenAction ?? '');
  const action = impliesView ? 'view' : (givenAction ?? 'index');
  if (!NAME.test(controller) || !NAME.test(action)) return undefined;
  const sentParts = [
    ...(isAdmin ? ['admin'] : []),
    controller,
    action,
    ...(impliesView ? [givenAction] : []),
    ...rest,
  ];
  const name = `${isAdmin ? 'admin_' : ''}${action}`;
  return {
    target: [`/${sentParts.join('/')}`, ...query].join('?'),
    action: `${controller}/${name}`,
    isReadAction:
      READ_ACTIONS_BY_CONTROLLER.get(normaliseController(controller))?.has(name.toLowerCase()) === true,
  };
}

/** Controllers for which `/<controller>/<id>` means `view`. */
const CONTROLLERS_WITH_DEFAULT_VIEW: ReadonlySet<string> = new Set(['events', 'attributes']);

const READ_ACTIONS_BY_CONTROLLER: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(READ_ACTIONS).map(([controller, actions]) => [
    normaliseController(controller),
    new Set(actions),
  ]),
);

/** MISP finds the same class for `tag_collections`, `TagCollections` and `tagCollections`. */
function normaliseController(controller: string): string {
  return controller.replaceAll('_', '').toLowerCase();
}

function decodePart(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return /^\.{0,2}$/.test(text) || UNSAFE_IN_PART.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
