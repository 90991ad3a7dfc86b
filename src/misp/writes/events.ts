import * as v from 'valibot';
import type { MispClient } from '../client.ts';
import { BadResponseError } from '../errors.ts';
import type { NewAttribute, NewObject } from './event-parts.ts';
import { errorMessageIn } from '../http/http-errors.ts';

const StoredAttribute = v.object({
  uuid: v.string(),
  type: v.string(),
  value: v.string(),
  object_relation: v.nullish(v.string(), null),
});

const EventResponse = v.object({
  Event: v.object({
    id: v.string(),
    uuid: v.string(),
    published: v.optional(v.boolean(), false),
    Attribute: v.optional(v.array(StoredAttribute), []),
    Object: v.optional(
      v.array(
        v.object({
          uuid: v.string(),
          name: v.string(),
          template_uuid: v.nullish(v.string(), ''),
          Attribute: v.optional(v.array(StoredAttribute), []),
        }),
      ),
      [],
    ),
    Tag: v.optional(v.array(v.object({ name: v.string() })), []),
  }),
});

/** An event in the response to a read or a write, with the members that are used. */
export type StoredEvent = v.InferOutput<typeof EventResponse>['Event'];

/** The members of an event to add or edit. */
export interface EventFields {
  /** For a new event. MISP generates one when absent. */
  readonly uuid?: string;
  readonly info?: string;
  /** `YYYY-MM-DD` */
  readonly date?: string;
  readonly threat_level_id?: string;
  readonly analysis?: string;
  readonly distribution?: string;
  readonly sharing_group_id?: string;
  readonly Tag?: readonly { readonly name: string }[];
  /** MISP silently drops invalid ones: compare with the response. */
  readonly Attribute: readonly NewAttribute[];
  readonly Object: readonly NewObject[];
}

/** Reads and writes the events of one MISP. A write is never sent twice. */
export class Events {
  readonly #client: MispClient;
  readonly #instance: string;
  readonly #signal: AbortSignal;

  constructor(client: MispClient, instance: string, signal: AbortSignal) {
    this.#client = client;
    this.#instance = instance;
    this.#signal = signal;
  }

  /** @param id id or UUID @throws NotFoundError, MispError */
  async view(id: string): Promise<StoredEvent> {
    const { body } = await this.#client.call({ method: 'GET', path: `/events/view/${id}` }, this.#signal);
    return this.#eventOf(body);
  }

  /** @throws RequestRejectedError with MISP's reason, MispError */
  async add(fields: EventFields): Promise<StoredEvent> {
    return this.#eventOf(await this.#post('/events/add', { Event: { ...fields, published: false } }));
  }

  /** Adds the attributes and objects to the existing ones. @throws RequestRejectedError, PermissionError, MispError */
  async edit(id: string, fields: EventFields): Promise<StoredEvent> {
    return this.#eventOf(await this.#post(`/events/edit/${id}`, { Event: fields }));
  }

  /** Deletes an event permanently. @throws PermissionError, MispError */
  async delete(id: string): Promise<void> {
    await this.#post(`/events/delete/${id}`, {});
  }

  /** @throws PermissionError, MispError */
  async publish(id: string): Promise<void> {
    await this.#post(`/events/publish/${id}`, {});
  }

  /**
   * Attaches tags. Resolves to MISP's reason when some were not attached; tags that were already attached count as attached.
   * @throws RequestRejectedError when none was attached, MispError
   */
  async tag(uuid: string, tags: readonly string[]): Promise<string | undefined> {
    const message = errorMessageIn(await this.#post('/tags/attachTagToObject', { uuid, tag: tags }));
    return message !== undefined && /failed to attach/i.test(message) ? message : undefined;
  }

  /** Adds a single attribute. Only then MISP gives the reason why an attribute is invalid. @throws RequestRejectedError, MispError */
  async addAttribute(id: string, attribute: NewAttribute): Promise<void> {
    await this.#post(`/attributes/add/${id}`, attribute);
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const answer = await this.#client.call({ method: 'POST', path, body, isWrite: true }, this.#signal);
    return answer.body;
  }

  #eventOf(body: unknown): StoredEvent {
    const result = v.safeParse(EventResponse, body, { abortEarly: true });
    if (result.success) return result.output.Event;
    throw new BadResponseError(
      this.#instance,
      'the response is JSON, but not an event. Check the event in MISP.',
    );
  }
}
