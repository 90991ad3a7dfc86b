import { QueryError } from '../../misp/errors.ts';
import type { SearchScope } from '../../misp/query/filters.ts';
import type { Query } from '../../misp/query/query.ts';
import { hasEffectiveFilter } from '../../misp/query/sendable.ts';

/** A request to MISP's REST API, as the options describe it. */
export interface RestRequest {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly target: string;
  readonly json_request?: Readonly<Record<string, unknown>> | undefined;
}

/** A restSearch: its controller, and the parameters that follow in the path. */
const SEARCH = /^\/(attributes|events|objects)\/restSearch(?:\.json)?(?:\/([^?]*))?(?:\?|$)/i;
/** Parameters in the path of a GET that select a format or page, and filter nothing. */
const FORMAT_PARAMETER = /^(returnFormat|limit|page|json|xml|csv)(:|$)/i;

/** Refuses a search without a filter, since MISP would send its whole database. @throws QueryError */
export function requireFilter({ method, target, json_request = {} }: RestRequest): void {
  const [, controller = '', path = ''] = SEARCH.exec(target) ?? [];
  if (controller === '') return;
  const what = controller.toLowerCase() as SearchScope;
  const body =
    method === 'get'
      ? { ...filtersInPath(path), ...json_request }
      : (nestedRequest(json_request) ?? json_request);
  if (hasEffectiveFilter(body, what) || (method === 'get' && hasPositions(path))) return;
  throw new QueryError(
    `This search of ${controller} has no filter, so MISP would send its whole database. Add at least a time, like {"timestamp": "1d"}.`,
  );
}

export function isSearch(target: string): boolean {
  return SEARCH.test(target);
}

/** The path of a restSearch by GET, which reads filters as `name:value` in the path, with `||` between values of a list. */
export function searchPath(target: string, filters: Query): string {
  const parts = Object.entries(filters).map(([name, value]) => {
    const text = Array.isArray(value) ? value.map(textOf).join('||') : textOf(value);
    // Encode names too: a slash in one would address another action.
    return `${encoded(name)}:${encoded(text)}`;
  });
  return [target.replace(/\/$/, ''), ...parts].join('/');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Encodes a text for a path. A lone surrogate, which encodeURIComponent refuses, becomes the replacement character. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** MISP also reads filters from the member `request`. */
function nestedRequest({ request }: Query): Query | undefined {
  return typeof request === 'object' && request !== null ? (request as Query) : undefined;
}

/** The filters `name:value` in a path. */
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
