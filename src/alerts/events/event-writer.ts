import { randomUUID } from 'node:crypto';
import { MispError, PermissionError, NotFoundError, RequestRejectedError } from '../../misp/errors.ts';
import { type EventFields, Events, type StoredEvent } from '../../misp/writes/events.ts';
import { type Dropped, findDropped } from '../../misp/writes/dropped-attributes.ts';
import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import { AlertError } from '../errors.ts';
import type { Publication } from './event-columns.ts';
import { type EventContent, newTo } from './event-content.ts';
import { settled } from './event-outcome.ts';
import { attachTags, newTags } from './event-tags.ts';
import { publishEvent, unpublishedBy } from './publication.ts';
import { tagsBeside } from './tags.ts';

/** Of an event that is changed, beside attributes, objects and tags. */
type Changes = Omit<EventFields, 'Attribute' | 'Object' | 'Tag'>;

interface Work<P> {
  readonly rows: readonly Row[];
  readonly content: EventContent;
  /** Of the event that is made, or what is changed of the one that is there. */
  readonly fields: Changes;
  readonly publish: P;
}

/** So many attributes that MISP left out are named. */
const NAMED = 20;

/** Makes and changes the events of one MISP, and tells of each what became of it. */
export class EventWriter {
  readonly #context: AlertContext;
  readonly #events: Events;

  constructor(context: AlertContext) {
    this.#context = context;
    this.#events = new Events(context.client, context.instance.name, context.signal);
  }

  /** Does what concerns some results; their failure is told, one that concerns all is thrown. @throws MispError */
  async each(what: string, rows: readonly Row[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!MINE.some((kind) => error instanceof kind)) throw error;
      this.#context.failed(rows, `${what}: ${(error as Error).message}`);
    }
  }

  async create({ rows, content, fields, publish }: Work<boolean>): Promise<void> {
    const { Attribute, Object: objects, tags } = content;
    const Tag = tags.map((name) => ({ name }));
    // With a uuid of ours, it is found whatever MISP answers.
    const uuid = randomUUID();
    const add = () =>
      this.#events.add({ uuid, ...fields, ...(Tag.length > 0 && { Tag }), Attribute, Object: objects });
    const { event, problem } = await settled(this.#events, uuid, add, () => true);
    const missing = await this.#leftOut(content, event);
    if (attributesOf(event).length === 0) await this.#removeIfEmpty(event, missing);
    const problems = [
      ...content.problems,
      ...(problem === undefined ? [] : [problem]),
      ...missing,
      ...tagsBeside(tags, namesOf(event)).map((tag) => `MISP did not attach the tag ${tag}.`),
      ...(publish ? await publishEvent(this.#events, event.id) : []),
    ];
    this.#tell(rows, `Made event ${event.id} (${event.uuid})`, event, content, problems);
  }

  /**
   * Adds what the event does not have yet. @param fallbackTags left out when the event, or what is added, has one of their
   * namespace: an event's own TLP stays
   */
  async update(
    id: string,
    { rows, content, fields, publish }: Work<Publication>,
    fallbackTags: readonly string[] = [],
  ) {
    const before = await this.#events.view(id);
    const added = newTo(before, content);
    const { tags, problems } = newTags(namesOf(before), content.tags, fallbackTags);
    problems.unshift(...content.problems);
    let isChanged = false;
    if (added.Attribute.length + added.Object.length + Object.keys(fields).length > 0) {
      problems.push(...(await this.#edit(before, added, fields)));
      isChanged = true;
    }
    if (tags.length > 0) {
      const why = await attachTags(this.#events, before.uuid, tags);
      problems.push(...why.problems);
      isChanged ||= why.isChanged;
    }
    if (publish === 'always' || (publish === 'again' && before.published && isChanged))
      problems.push(...(await publishEvent(this.#events, before.id)));
    else if (before.published && isChanged) this.#context.warn(unpublishedBy(before.id));
    this.#tell(rows, `Updated event ${before.id} (${before.uuid})`, before, added, problems);
  }

  async #edit(
    before: StoredEvent,
    { Attribute, Object: objects }: EventContent,
    fields: Changes,
  ): Promise<string[]> {
    const sent = new Set([...Attribute, ...objects.flatMap((object) => object.Attribute)].map(uuidOf));
    const edit = () => this.#events.edit(before.id, { ...fields, Attribute, Object: objects });
    // A change of the title alone cannot be seen: it counts as not done.
    const { event, problem } = await settled(this.#events, before.id, edit, (after) =>
      attributesOf(after).some((one) => sent.has(uuidOf(one))),
    );
    return [
      ...(problem === undefined ? [] : [problem]),
      ...(await this.#leftOut({ Attribute, Object: objects }, event)),
    ];
  }

  /** @throws AlertError when MISP took nothing, not even alone what it left out */
  async #removeIfEmpty({ id }: StoredEvent, missing: readonly string[]): Promise<void> {
    if (attributesOf(await this.#events.view(id)).length > 0) return;
    const why = missing.join(' ');
    try {
      await this.#events.delete(id);
    } catch (error) {
      if (!(error instanceof MispError)) throw error;
      throw new AlertError(
        `MISP took nothing that was to be in it, and the event ${id}, which is empty, could not be deleted again. ${why} ${error.message}`,
      );
    }
    throw new AlertError(`MISP took nothing that was to be in it. ${why}`);
  }

  async #leftOut(content: Pick<EventContent, 'Attribute' | 'Object'>, event: StoredEvent): Promise<string[]> {
    const missing = await findDropped(this.#events, content, event);
    const more = missing.length - NAMED;
    return [
      ...missing.slice(0, NAMED).map(sentence),
      ...(more > 0 ? [`MISP left out ${more} more attributes.`] : []),
    ];
  }

  #tell(
    rows: readonly Row[],
    done: string,
    { id }: StoredEvent,
    { Attribute, Object: objects }: EventContent,
    problems: readonly string[],
  ): void {
    const { instance, info } = this.#context;
    const what = `${done} in ${instance.name} with ${numberOf(Attribute, 'attribute')} and ${numberOf(objects, 'object')}`;
    info(`${what}: ${instance.url}/events/view/${id}`);
    if (problems.length === 0) this.#context.done(rows, what);
    else this.#context.failed(rows, `${done} in ${instance.name}, but: ${problems.join(' ')}`);
  }
}

/** What one event may be refused for, and another not. */
const MINE = [RequestRejectedError, NotFoundError, PermissionError, AlertError];

function sentence({ what, reason }: Dropped): string {
  return `MISP left out ${what}${reason === undefined ? '.' : `: ${reason.replace(/\.?$/, '.')}`}`;
}

function namesOf({ Tag }: StoredEvent): readonly string[] {
  return Tag.map(({ name }) => name);
}

function attributesOf(event: StoredEvent): StoredEvent['Attribute'] {
  return [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)];
}

function uuidOf({ uuid }: { readonly uuid: string }): string {
  return uuid;
}

function numberOf(list: readonly unknown[], what: string): string {
  return `${list.length} ${what}${list.length === 1 ? '' : 's'}`;
}
