import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { type InputResult, runInput } from '../stand-ins/splunk/programs/input.ts';
import type { SearchOptions, SearchResult } from '../stand-ins/splunk/programs/search.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

export const NOW = 1_795_000_000;

/** An attribute as attributes/restSearch shows it, with any member changed. */
export function attributeRow(
  id: number,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    id: String(id),
    event_id: '77',
    object_id: '0',
    object_relation: null,
    category: 'Network activity',
    type: 'domain',
    to_ids: true,
    uuid: uuid(id),
    timestamp: '1794990000',
    distribution: '5',
    sharing_group_id: '0',
    comment: '',
    deleted: false,
    disable_correlation: false,
    first_seen: null,
    last_seen: null,
    value: `n${id}.example`,
    Event: {
      org_id: '1',
      distribution: '3',
      id: '77',
      info: 'Trial',
      orgc_id: '2',
      uuid: uuid(77),
      publish_timestamp: '1794990500',
    },
    ...changes,
  };
}

interface Asked {
  readonly limit?: number;
  readonly page?: number;
  readonly eventid?: readonly string[];
}

/** A Splunk and a MISP whose answers can be laid down. */
export class TrialLab {
  readonly splunk: StandInSplunk;
  readonly misp: MispServer;
  #runs = 0;

  private constructor(splunk: StandInSplunk, misp: MispServer) {
    this.splunk = splunk;
    this.misp = misp;
  }

  static async start(store = new MispStore()): Promise<TrialLab> {
    const misp = await startMisp({ store, now: NOW });
    const splunk = await StandInSplunk.start(connectedTo(misp, { t: { retry_timeout: 0 } }));
    return new TrialLab(splunk, misp);
  }

  /** MISP is itself again, and was not asked anything yet. */
  reset(): void {
    this.misp.faults.length = 0;
    this.misp.requests.length = 0;
  }

  /** What is answered at a path from now on. @param counts of the headers @param page this one only */
  serve(path: string, body: unknown, counts: Readonly<Record<string, string>>, page?: number): void {
    this.misp.faults.push({
      kind: 'status',
      status: 200,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json; charset=UTF-8', ...counts },
      path,
      ...(page === undefined ? {} : { page }),
      times: Infinity,
    });
  }

  /** Rows as the only page of attributes/restSearch. */
  serveAttributes(rows: readonly unknown[]): void {
    const counts = { 'X-Result-Count': String(rows.length), 'X-Skipped-Elements-Count': '0' };
    this.serve('/attributes/restSearch', { response: { Attribute: rows } }, counts);
  }

  /** Events, whatever is wrong with them, in pages as they are asked for. */
  serveEvents(events: readonly { readonly id?: unknown }[]): void {
    const { requests } = this.misp;
    this.misp.faults.push({
      kind: 'status',
      status: 200,
      headers: {
        'Content-Type': 'application/json; charset=UTF-8',
        'X-Result-Count': String(events.length),
      },
      path: '/events/restSearch',
      times: Infinity,
      get body() {
        const { limit, page = 1, eventid } = (requests.at(-1)?.body ?? {}) as Asked;
        const found = eventid ? events.filter(({ id }) => eventid.includes(String(id))) : events;
        const size = limit ?? found.length;
        const shown = found.slice((page - 1) * size, page * size);
        return JSON.stringify({ response: shown.map((Event) => ({ Event })) });
      },
    });
  }

  /** One event as the only one. */
  serveEvent(event: unknown): void {
    this.serve('/events/restSearch', { response: [{ Event: event }] }, { 'X-Result-Count': '1' });
  }

  search(search: string, options: Partial<SearchOptions> = {}): Promise<SearchResult> {
    return this.splunk.search(search, options);
  }

  /** A first run over everything. */
  index(settings: Readonly<Record<string, string>> = {}): Promise<InputResult> {
    for (const collection of Object.values(this.splunk.state.collections)) collection.clear();
    return runInput(this.splunk, 't', {
      settings: { start: 'all', ...settings },
      checkpointDir: `${this.splunk.home}/checkpoint ${(this.#runs += 1)}`,
    });
  }

  /** The bodies that restSearch was sent. */
  get bodies(): readonly Record<string, unknown>[] {
    return this.misp.requests
      .filter(({ path }) => path.endsWith('/restSearch'))
      .map(({ body }) => body as Record<string, unknown>);
  }

  async close(): Promise<void> {
    await this.splunk.close();
    await this.misp.close();
  }
}
