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

const Answer = v.object({
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

/** An event as MISP answers it to who reads or changes it, as far as it is used. */
export type StoredEvent = v.InferOutput<typeof Answer>['Event'];

/** What an event is made of, or changed to. */
export interface EventFields {
  /** Of an event that is made; MISP makes one up when absent. */
  readonly uuid?: string;
  readonly info?: string;
  /** `YYYY-MM-DD` */
  readonly date?: string;
  readonly threat_level_id?: string;
  readonly analysis?: string;
  readonly distribution?: string;
  readonly sharing_group_id?: string;
  readonly Tag?: readonly { readonly name: string }[];
  /** MISP leaves out those it does not like, without a word: compare. */
  readonly Attribute: readonly NewAttribute[];
  readonly Object: readonly NewObject[];
}

/** Reads and changes the events of one MISP. Nothing that changes something is sent twice. */
export class Events {
  readonly #client: MispClient;
  readonly #instance: string;
  readonly #signal: AbortSignal;

  constructor(client: MispClient, instance: string, signal: AbortSignal) {
    this.#client = client;
    this.#instance = instance;
    this.#signal = signal;
  }

  /** @param id or uuid @throws NotFoundError, MispError */
  async view(id: string): Promise<StoredEvent> {
    const { body } = await this.#client.call({ method: 'GET', path: `/events/view/${id}` }, this.#signal);
    return this.#eventOf(body);
  }

  /** @throws RequestRefusedError with what MISP says is wrong, MispError */
  async add(fields: EventFields): Promise<StoredEvent> {
    return this.#eventOf(await this.#post('/events/add', { Event: { ...fields, published: false } }));
  }

  /** Attributes and objects are added to those there are. @throws RequestRefusedError, NoRightError, MispError */
  async edit(id: string, fields: EventFields): Promise<StoredEvent> {
    return this.#eventOf(await this.#post(`/events/edit/${id}`, { Event: fields }));
  }

  /** For good. @throws NoRightError, MispError */
  async delete(id: string): Promise<void> {
    await this.#post(`/events/delete/${id}`, {});
  }

  /** @throws NoRightError, MispError */
  async publish(id: string): Promise<void> {
    await this.#post(`/events/publish/${id}`, {});
  }

  /** Resolves to why some tags were not attached; one that is attached already is. @throws RequestRefusedError when none was, MispError */
  async tag(uuid: string, tags: readonly string[]): Promise<string | undefined> {
    const said = errorMessageIn(await this.#post('/tags/attachTagToObject', { uuid, tag: tags }));
    return said !== undefined && /failed to attach/i.test(said) ? said : undefined;
  }

  /** One attribute alone: what MISP has against it, it says only so. @throws RequestRefusedError, MispError */
  async addAttribute(id: string, attribute: NewAttribute): Promise<void> {
    await this.#post(`/attributes/add/${id}`, attribute);
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const answer = await this.#client.call({ method: 'POST', path, body, isWrite: true }, this.#signal);
    return answer.body;
  }

  #eventOf(body: unknown): StoredEvent {
    const result = v.safeParse(Answer, body, { abortEarly: true });
    if (result.success) return result.output.Event;
    throw new BadResponseError(
      this.#instance,
      'the answer is JSON, but no event. Look at the event in MISP.',
    );
  }
}
