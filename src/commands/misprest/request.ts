import type { MispResponse, MispRequest } from '../../misp/http/http.ts';
import type { PageRequest } from '../../misp/walks/pages.ts';
import { isSearch, type RestRequest, searchPath } from './filters.ts';

export type SendRequest = (request: MispRequest) => Promise<MispResponse>;

/** The response is no list, or the list cannot be read page by page. */
export class ListError extends Error {
  override readonly name = 'NoListError';
}

/** The HTTP request. For GET, MISP reads page and limit as `name:value` in the path. */
export function requestOf(
  { method, target, json_request = {} }: RestRequest,
  extent?: PageRequest,
): MispRequest {
  if (method !== 'get') {
    const name = method.toUpperCase() as 'POST' | 'PUT' | 'DELETE';
    return { method: name, path: target, body: { ...json_request, ...extent }, isWrite: true };
  }
  if (isSearch(target)) return { method: 'GET', path: searchPath(target, { ...json_request, ...extent }) };
  const [path = '', ...search] = target.split('?');
  const pages = extent ? `/page:${extent.page}/limit:${extent.limit}` : '';
  const parameters = new URLSearchParams(
    Object.entries(json_request).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
  const query = [search.join('?'), parameters].filter((part) => part !== '').join('&');
  return {
    method: 'GET',
    path: `${extent ? path.replace(/\/$/, '') : path}${pages}${query === '' ? '' : `?${query}`}`,
  };
}

/** The list in a response body: the body itself, or its only member. @throws ListError */
export function listOf(body: unknown, target: string): readonly unknown[] {
  const list = listIn(body);
  if (list) return list;
  throw new ListError(`${target} does not return a list. Remove all_pages.`);
}

function listIn(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body as unknown[];
  const members: unknown[] = Object.values(body ?? {});
  return typeof body === 'object' && members.length === 1 ? listIn(members[0]) : undefined;
}
