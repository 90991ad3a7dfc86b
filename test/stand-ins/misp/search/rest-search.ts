import { InternalError, textOf } from './conditions.ts';
import { isDecayed } from '../pages/decaying.ts';
import { countHeaders, type Era } from '../eras.ts';
import { filterOf } from './filters.ts';
import { sorted } from '../store/order.ts';
import type { Org, StoredAttribute } from '../store/records.ts';
import { renderAttribute, type View } from '../render/render.ts';
import { failure, type Reply } from '../replies.ts';
import type { MispStore } from '../store/store.ts';
import { seesAttribute } from '../store/visibility.ts';

export interface RestSearchOptions {
  /** Unix seconds. */
  readonly now: number;
  readonly viewer: Org;
  /** A cap on `limit`. */
  readonly maxLimit?: number | undefined;
  /** 2.5 when absent. */
  readonly era?: Era | undefined;
}

type Body = Readonly<Record<string, unknown>>;

const PATH = '/attributes/restSearch';
/** Formats that a MISP has and this one has not, and those that answer with HTTP 500 where Python is not set up. */
const OTHER_FORMATS = [
  'cache',
  'csv',
  'hashes',
  'netfilter',
  'openioc',
  'rpz',
  'snort',
  'suricata',
  'text',
  'xml',
];
const BROKEN_FORMATS = ['opendata', 'stix2', 'yara', 'yara-json'];

/** POST attributes/restSearch. @param body as it came, or what is under its `request` */
export function restSearch(store: MispStore, body: Body, options: RestSearchOptions): Reply {
  const format = textOf(body['returnFormat'] ?? 'json');
  if (OTHER_FORMATS.includes(format))
    return failure(501, `The embedded MISP has no returnFormat ${format}.`, PATH);
  if (BROKEN_FORMATS.includes(format)) return failure(500, 'An Internal Error Has Occurred.', PATH);
  if (format !== 'json' && format !== 'count') return failure(404, 'Invalid output format.', PATH);
  try {
    return answer(store, body, options, format);
  } catch (error) {
    if (error instanceof InternalError) return failure(500, 'An Internal Error Has Occurred.', PATH);
    throw error;
  }
}

function answer(
  store: MispStore,
  body: Body,
  { now, viewer, maxLimit, era = '2.5' }: RestSearchOptions,
  format: 'json' | 'count',
): Reply {
  const limit = limitOf(body['limit'], maxLimit);
  const isWanted = filterOf(body, { store, now });
  const found = sorted(
    store.attributes.filter((one) => seesAttribute(store, one, viewer) && isWanted(one)),
    body,
  );
  const page = Math.max(1, Number(body['page'] ?? 1) || 1);
  const cut = limit === undefined || limit < 0 ? found : found.slice((page - 1) * limit, page * limit);
  const kept = cut.filter((one) => !isLeftOut(one, body, now));
  // Of what the Allowedlist takes out, no header tells.
  const rows = kept.filter(({ value }) => !store.allowedlist.has(value));
  const headers = {
    ...countHeaders(era, {
      limit: limit !== undefined && limit < 0 ? 0 : limit,
      page,
      total: found.length,
      cut: cut.length,
      kept: kept.length,
      rows: rows.length,
    }),
    'X-Export-Module-Used': format,
    'X-Response-Format': format === 'json' ? 'json' : 'txt',
  };
  if (format === 'count') {
    return {
      status: 200,
      headers: { ...headers, 'Content-Type': 'text/plain; charset=UTF-8' },
      body: String(rows.length),
    };
  }
  const view = viewOf(body, viewer, now);
  const list = rows.map((one) => JSON.stringify(renderAttribute(one, store, view))).join(',');
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': 'application/json; charset=UTF-8' },
    body: `{"response": {"Attribute": [${list}]}}\n`,
  };
}

/** 0 is no limit; so is less, but then pages count as full. */
export function limitOf(value: unknown, maxLimit: number | undefined): number | undefined {
  const limit = Number(value ?? 0);
  if (Number.isNaN(limit)) throw new InternalError('no limit');
  if (maxLimit !== undefined) return limit > 0 ? Math.min(limit, maxLimit) : maxLimit;
  return limit === 0 ? undefined : limit;
}

/** Both happen after the page was cut. */
function isLeftOut(attribute: StoredAttribute, body: Body, now: number): boolean {
  if (isOn(body['enforceWarninglist']) && attribute.onWarningList) return true;
  const threshold = body['score'] === undefined ? undefined : Number(body['score']);
  return isOn(body['excludeDecayed']) && isDecayed(attribute, now, threshold);
}

function viewOf(body: Body, viewer: Org, now: number): View {
  return {
    eventTags: isOn(body['includeEventTags']),
    eventUuid: isOn(body['includeEventUuid']),
    sightings: isOn(body['includeSightings']),
    decayScore: isOn(body['includeDecayScore']) || isOn(body['excludeDecayed']),
    context: isOn(body['includeContext']),
    attachments: isOn(body['withAttachments']),
    warnings: isOn(body['includeWarninglistHits']),
    viewer,
    now,
  };
}

/** Any non-empty string is true, "false" too. */
export function isOn(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' && value !== '0' : Boolean(value);
}
