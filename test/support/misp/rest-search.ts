import { InternalError, matching } from './filters.ts';
import { type Includes, renderAttribute } from './render.ts';
import type { StoredAttribute } from './store.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RestSearchOptions {
  /** Unix seconds. */
  readonly now: number;
  /** A cap on `limit`. */
  readonly maxLimit?: number;
}

type Body = Readonly<Record<string, unknown>>;

/** POST attributes/restSearch. @param given the parsed JSON, whatever it is */
export function restSearch(attributes: readonly StoredAttribute[], given: unknown, options: RestSearchOptions): Reply {
  const body = bodyOf(given);
  const format = body['returnFormat'] ?? 'json';
  if (format !== 'json' && format !== 'count') return failure(404, 'Invalid output format.', '/attributes/restSearch');
  let found: StoredAttribute[];
  let limit: number | undefined;
  try {
    found = ordered(matching(attributes, body, options.now), body['order']);
    limit = limitOf(body['limit'], options.maxLimit);
  } catch (error) {
    if (error instanceof InternalError) return failure(500, 'An Internal Error Has Occurred.', '/attributes/restSearch');
    throw error;
  }
  const page = Math.max(1, Number(body['page'] ?? 1) || 1);
  const cut = limit === undefined ? found : found.slice((page - 1) * limit, page * limit);
  const shown = cut.filter((one) => !isDropped(one, body));
  const isFull = limit !== undefined && cut.length === limit;
  const resultCount = cut.length === 0 ? 1 : isFull || shown.length < cut.length ? cut.length + 1 : cut.length;
  const includes = includesOf(body);
  return {
    status: 200,
    headers: {
      'X-Result-Count': String(resultCount),
      'X-Export-Module-Used': String(format),
      'X-Response-Format': format === 'json' ? 'json' : 'txt',
      'X-Skipped-Elements-Count': String(cut.length - shown.length),
      'Content-Type': 'application/json; charset=UTF-8',
    },
    body:
      format === 'count'
        ? String(found.length)
        : `{"response": {"Attribute": [${shown.map((one) => JSON.stringify(renderAttribute(one, includes))).join(',')}]}}`,
  };
}

export function failure(status: number, text: string, url: string): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ name: text, message: text, url }).replaceAll('/', '\\/'),
  };
}

function bodyOf(given: unknown): Body {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  const { request } = given as { request?: unknown };
  return (typeof request === 'object' && request !== null ? request : given) as Body;
}

function limitOf(value: unknown, maxLimit: number | undefined): number | undefined {
  if (value === undefined || value === null || value === '') return maxLimit;
  const limit = Number(value);
  if (Number.isNaN(limit)) throw new InternalError('no limit');
  if (limit <= 0) return maxLimit;
  return maxLimit === undefined ? limit : Math.min(limit, maxLimit);
}

/** Both happen after the page was cut. */
function isDropped(attribute: StoredAttribute, body: Body): boolean {
  if (isOn(body['enforceWarninglist']) && attribute.onWarningList) return true;
  return isOn(body['excludeDecayed']) && (attribute.decayScore ?? 100) < Number(body['score'] ?? 30);
}

function ordered(found: StoredAttribute[], order: unknown): StoredAttribute[] {
  const [, field, direction] = /^(?:Attribute\.)?(id|timestamp)(?: (asc|desc))?$/i.exec(String(order ?? '')) ?? [];
  if (field === undefined) return found;
  const key = (one: StoredAttribute) => (field.toLowerCase() === 'id' ? Number(one.id) : one.timestamp);
  const sign = direction?.toLowerCase() === 'desc' ? -1 : 1;
  return found.sort((a, b) => sign * (key(a) - key(b)));
}

function includesOf(body: Body): Includes {
  return {
    eventTags: isOn(body['includeEventTags']),
    eventUuid: isOn(body['includeEventUuid']) || isOn(body['includeContext']),
    sightings: isOn(body['includeSightings']),
    decayScore: isOn(body['includeDecayScore']),
    context: isOn(body['includeContext']),
  };
}

/** Any non-empty string is true, "false" too. */
function isOn(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' && value !== '0' : Boolean(value);
}
