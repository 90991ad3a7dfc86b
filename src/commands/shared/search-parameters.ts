import { filterQuery } from '../../indicators/filter-query.ts';
import type { Query } from '../../misp/query/query.ts';
import { invalidValueMessage } from '../../protocol/arguments.ts';
import { splitList } from '../../protocol/lists.ts';
import { OptionError } from '../../protocol/options.ts';
import type { Row } from '../../protocol/rows.ts';
import { parseJsonObject } from './attribute-options.ts';
import { fieldValues } from './record-fields.ts';

/** How one record of `mispsearch` is looked up: the options, or fields of the record that override them. */
export interface SearchParameters {
  readonly misp_http_body?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly not_tags?: readonly string[] | undefined;
  readonly org?: readonly string[] | undefined;
  readonly include_sightings: boolean;
  /** 0 for all. */
  readonly limit: number;
  readonly page: number;
  readonly pipesplit: boolean;
  readonly prefix?: string | undefined;
}

/** The body of the restSearch, without the values. */
export function searchQuery(parameters: SearchParameters): Query {
  const { misp_http_body, tags, not_tags, org, include_sightings } = parameters;
  const body = withoutExtent(misp_http_body ?? {});
  return {
    includeSightings: include_sightings,
    ...filterQuery({ tags, not_tags, org }),
    ...body,
    includeEventTags: true,
    includeEventUuid: true,
    withAttachments: false,
  };
}

/** A body without limit and page. They select rows of the result, not the paging of requests to MISP. */
export function withoutExtent(body: Query): Query {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'limit' && name !== 'page'));
}

/** Which matches of a value to return: the index of the first one, and how many. Page 0 is all pages. */
export function matchRange({ limit, page, misp_http_body: body }: SearchParameters) {
  const size = wholeNumber(body?.['limit']) ?? limit;
  const pageNumber = wholeNumber(body?.['page']) ?? page;
  if (size === 0 || pageNumber === 0) return { start: 0, count: Infinity };
  return { start: (pageNumber - 1) * size, count: size };
}

const OVERRIDES = ['misp_http_body', 'limit', 'page', 'tags', 'not_tags', 'pipesplit', 'prefix'] as const;

/** A field of a record has a value that the option of the same name does not accept. */
class OverrideError extends Error {
  override readonly name = 'OverrideError';
}

/** The parameters with the overrides of one record. Empty fields override nothing. @throws OverrideError */
export function withOverrides(parameters: SearchParameters, row: Row): SearchParameters {
  const overrides: Record<string, unknown> = {};
  for (const name of OVERRIDES) {
    const text = fieldValues(row, name).join(',').trim();
    if (text === '') continue;
    try {
      overrides[name] = PARSERS[name](text);
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      throw new OverrideError(
        `its field ${invalidValueMessage(name, text, error)} Use overrides=false to ignore such fields.`,
      );
    }
  }
  return { ...parameters, ...overrides };
}

const PARSERS: Readonly<Record<(typeof OVERRIDES)[number], (text: string) => unknown>> = {
  misp_http_body: parseBody,
  limit: parseWholeNumber,
  page: parseWholeNumber,
  tags: splitList,
  not_tags: splitList,
  pipesplit: (text) => /^(1|y|t|true)$/i.test(text),
  prefix: (text) => text,
};

/** Parses additional filters, a JSON object. @throws OptionError */
export function parseBody(text: string): Readonly<Record<string, unknown>> {
  const body = parseJsonObject(text);
  if (Object.hasOwn(body, 'value')) throw new OptionError('must not contain "value": mispsearch sets it');
  return body;
}

function parseWholeNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === undefined) throw new OptionError('must be a whole number of at least 0');
  return value;
}

function wholeNumber(value: unknown): number | undefined {
  const whole = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof whole === 'number' && Number.isInteger(whole) && whole >= 0 ? whole : undefined;
}
