import { type Answer, PlainHttp } from './http.ts';

/** Ids, times and numbers are texts, as MISP sends them; what may be missing or null is said. */
export interface Attribute {
  readonly id: string;
  readonly uuid: string;
  readonly event_id: string;
  readonly object_id: string;
  readonly object_relation: string | null;
  readonly category: string;
  readonly type: string;
  readonly value: string;
  readonly comment: string | null;
  readonly to_ids: boolean;
  readonly deleted: boolean;
  /** Unix seconds. */
  readonly timestamp: string;
  readonly distribution: string;
  readonly sharing_group_id: string | null;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly Tag?: readonly Tag[];
  readonly Sighting?: readonly Sighting[];
  readonly decay_score?: readonly DecayScore[];
}

export interface Tag {
  readonly name: string;
  readonly local?: boolean | number;
  /** 1 for a tag of the event that MISP shows beside the attribute's own. */
  readonly inherited?: number;
}

export interface Sighting {
  readonly id: string;
  readonly uuid: string;
  readonly type: string;
  readonly date_sighting: string;
  readonly source: string | null;
  readonly attribute_id: string;
  readonly Organisation?: { readonly name?: string; readonly uuid?: string };
}

interface DecayScore {
  readonly score: number;
  readonly base_score: number;
  readonly decayed: boolean;
  readonly DecayingModel: { readonly id: string; readonly name: string };
}

/** A tag as tags/index lists it. */
export interface TagEntry {
  readonly name: string;
  readonly exportable: boolean;
  readonly local_only?: boolean;
}

/** An event as events/index lists it. */
export interface EventEntry {
  readonly id: string;
  readonly uuid: string;
  readonly info: string;
  readonly date: string;
  readonly published: boolean;
  readonly analysis: string;
  readonly attribute_count: string | null;
  readonly org_id: string;
  readonly orgc_id: string;
  readonly timestamp: string;
  readonly distribution: string;
  readonly threat_level_id: string;
  readonly publish_timestamp: string;
  readonly Orgc?: { readonly id: string; readonly name: string; readonly uuid: string };
  readonly EventTag?: readonly { readonly Tag?: { readonly name: string } }[];
}

/** An event as events/view shows it. */
export interface EventView extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly uuid: string;
  readonly info: string;
  readonly Attribute?: readonly Attribute[];
  readonly Object?: readonly ObjectView[];
  readonly Tag?: readonly Tag[];
  readonly Galaxy?: readonly unknown[];
}

export interface ObjectView {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly Attribute?: readonly Attribute[];
}

const PAGE_ROWS = 2_000;
const PAGE_EVENTS = 500;

/**
 * What a MISP holds, by single simple requests: no client, query or mapping of the app's has a part in it. Every filter
 * that a comparison needs is applied by the test itself.
 */
export class Truth {
  readonly http: PlainHttp;

  constructor(env: NodeJS.ProcessEnv) {
    this.http = new PlainHttp(env);
  }

  /** @throws Error unless MISP answers 200 */
  async get(path: string): Promise<unknown> {
    return bodyOf(path, await this.http.ask('GET', path));
  }

  /** @throws Error unless MISP answers 200 */
  async post(path: string, body: unknown = {}): Promise<unknown> {
    return bodyOf(path, await this.http.ask('POST', path, body));
  }

  /** MISP's clock, Unix seconds, as its web server tells it. */
  async now(): Promise<number> {
    const { headers } = await this.http.ask('GET', '/servers/getVersion');
    return Math.floor(Date.parse(headers.date ?? new Date().toISOString()) / 1000);
  }

  /** All events that the key may see. */
  async events(): Promise<readonly EventEntry[]> {
    const events = new Map<string, EventEntry>();
    for (let page = 1; ; page += 1) {
      const rows = (await this.post('/events/index', {
        limit: PAGE_EVENTS,
        page,
        sort: 'id',
      })) as EventEntry[];
      const before = events.size;
      for (const event of rows) events.set(event.id, event);
      if (rows.length < PAGE_EVENTS || events.size === before) return [...events.values()];
    }
  }

  async tags(): Promise<readonly TagEntry[]> {
    return ((await this.get('/tags/index')) as { Tag: TagEntry[] }).Tag;
  }

  async event(id: string): Promise<EventView> {
    return ((await this.get(`/events/view/${id}`)) as { Event: EventView }).Event;
  }

  /** The attributes of one event, soft-deleted ones too, each once. @param more of the body: what to include, enforceWarninglist */
  async attributes(
    eventId: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly Attribute[]> {
    const found = new Map<string, Attribute>();
    for (let page = 1, empty = 0; empty < 3; page += 1) {
      const body = { eventid: eventId, deleted: [0, 1], limit: PAGE_ROWS, page, order: 'id asc', ...more };
      const answer = await this.http.ask('POST', '/attributes/restSearch', body);
      const rows = (bodyOf('/attributes/restSearch', answer) as { response: { Attribute: Attribute[] } })
        .response.Attribute;
      for (const row of rows) found.set(row.id, row);
      if (rows.length < PAGE_ROWS && Number(answer.headers['x-result-count'] ?? 0) < PAGE_ROWS) break;
      empty = rows.length === 0 ? empty + 1 : 0;
    }
    return [...found.values()];
  }

  /** What MISP answers to one value, taken literally wherever MISP has a way to. */
  async withValue(value: string): Promise<readonly Attribute[]> {
    const body = { value: { OR: [value] }, limit: PAGE_ROWS };
    const answer = (await this.post('/attributes/restSearch', body)) as {
      response: { Attribute: Attribute[] };
    };
    return answer.response.Attribute;
  }

  async attribute(id: string): Promise<Attribute> {
    return ((await this.get(`/attributes/view/${id}`)) as { Attribute: Attribute }).Attribute;
  }

  async sightings(eventId: string): Promise<readonly Sighting[]> {
    const path = '/sightings/restSearch/event';
    const body = { id: Number(eventId), from: '2000-01-01', to: '2100-01-01' };
    const { response } = (await this.post(path, body)) as { response: { Sighting: Sighting }[] };
    return response.map((one) => one.Sighting);
  }

  /** Those of some values that are on a warning list of any kind. */
  async listed(values: readonly string[]): Promise<ReadonlySet<string>> {
    if (values.length === 0) return new Set();
    const hits = await this.post('/warninglists/checkValue', values);
    return new Set(Array.isArray(hits) ? [] : Object.keys(hits as object));
  }
}

function bodyOf(path: string, { status, body }: Answer): unknown {
  if (status === 200) return body;
  throw new Error(`MISP answered ${path} with HTTP ${status}: ${JSON.stringify(body).slice(0, 300)}`);
}
