import { QueryError } from '../../misp/errors.ts';
import { narrows, type Query } from '../../misp/query/query.ts';

/** What is asked of MISP's REST API. */
export interface RestRequest {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly target: string;
  readonly json_request?: Readonly<Record<string, unknown>> | undefined;
}

/** Which of MISP's searches, and what follows in the path. */
const SEARCH = /^\/(attributes|events|objects)\/restSearch(?:\.json)?(?:\/([^?]*))?(?:\?|$)/i;
/** What shapes an answer in the path of a GET. */
const FORMAT_PARAMETER = /^(returnFormat|limit|page|json|xml|csv)(:|$)/i;

/** Refuses a search that filters nothing: MISP would send its whole database. @throws QueryError */
export function requireFilter({ method, target, json_request = {} }: RestRequest): void {
  const [, controller = '', path = ''] = SEARCH.exec(target) ?? [];
  if (controller === '') return;
  const what = controller.toLowerCase() === 'attributes' ? 'attributes' : 'events';
  const body =
    method === 'get'
      ? { ...filtersInPath(path), ...json_request }
      : (nestedRequest(json_request) ?? json_request);
  // Only objects are searched by the name of their template.
  const names = controller.toLowerCase() === 'objects' ? { eventinfo: body['object_name'] } : {};
  if (narrows({ ...names, ...body }, what) || (method === 'get' && hasPositions(path))) return;
  throw new QueryError(
    `This search of ${controller} has no filter, so MISP would send its whole database. Add at least a time, like {"timestamp": "1d"}.`,
  );
}

export function isSearch(target: string): boolean {
  return SEARCH.test(target);
}

/** A restSearch by GET takes filters as `name:value` in its path, lists with `||` in them, and no query. */
export function searchPath(target: string, filters: Query): string {
  const parts = Object.entries(filters).map(([name, value]) => {
    const text = Array.isArray(value) ? value.map(textOf).join('||') : textOf(value);
    // A name, too, could lead to another page of MISP.
    return `${encoded(name)}:${encoded(text)}`;
  });
  return [target.replace(/\/$/, ''), ...parts].join('/');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Half a pair of surrogates, which cannot be encoded, becomes what UTF-8 has for it. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** MISP takes filters under `request`, too. */
function nestedRequest({ request }: Query): Query | undefined {
  return typeof request === 'object' && request !== null ? (request as Query) : undefined;
}

/** `name:value` of a path. */
function filtersInPath(path: string): Query {
  return Object.fromEntries(
    path.split('/').flatMap((part) => {
      const colon = part.indexOf(':');
      return colon > 0 ? [[part.slice(0, colon), decoded(part.slice(colon + 1))]] : [];
    }),
  );
}

function hasPositions(path: string): boolean {
  return path
    .split('/')
    .some((part) => part !== '' && !part.includes(':') && !FORMAT_PARAMETER.test(part) && part !== 'null');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
