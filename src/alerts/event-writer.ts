import { NoRightError, NotFoundError, RequestRefusedError } from '../misp/errors.ts';
import { type EventFields, Events, type StoredEvent } from '../misp/events.ts';
import { type LeftOut, leftOut } from '../misp/left-out.ts';
import type { Row } from '../protocol/rows.ts';
import type { AlertContext } from './action.ts';
import { AlertError } from './errors.ts';
import { type EventContent, newTo } from './event-content.ts';
import { tagsBeside } from './tags.ts';

/** Of an event that is changed, beside attributes, objects and tags. */
type Changes = Omit<EventFields, 'Attribute' | 'Object' | 'Tag'>;

interface Work {
  readonly rows: readonly Row[];
  readonly content: EventContent;
  /** Of the event that is made, or what is changed of the one that is there. */
  readonly fields: Changes;
  readonly publish: boolean;
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

  async create({ rows, content, fields, publish }: Work): Promise<void> {
    const { Attribute, Object: objects, tags } = content;
    const Tag = tags.map((name) => ({ name }));
    const event = await this.#events.add({
      ...fields,
      ...(Tag.length > 0 && { Tag }),
      Attribute,
      Object: objects,
    });
    const problems = [
      ...content.problems,
      ...(await this.#leftOut(content, event)),
      ...tagsBeside(tags, namesOf(event)).map((tag) => `MISP did not attach the tag ${tag}.`),
      ...(publish ? await this.#publish(event) : []),
    ];
    this.#tell(rows, `Made event ${event.id} (${event.uuid})`, event, content, problems);
  }

  /**
   * Adds what the event does not have yet. @param fallbackTags left out when the event has one of their namespace: an
   * event's own TLP stays
   */
  async update(id: string, { rows, content, fields, publish }: Work, fallbackTags: readonly string[] = []) {
    const before = await this.#events.view(id);
    const added = newTo(before, content);
    const had = namesOf(before);
    const tags = tagsBeside([...withoutNamespacesOf(had, fallbackTags), ...content.tags], had);
    const problems = [...content.problems];
    if (added.Attribute.length + added.Object.length + Object.keys(fields).length > 0) {
      const { Attribute, Object: objects } = added;
      const after = await this.#events.edit(before.id, { ...fields, Attribute, Object: objects });
      problems.push(...(await this.#leftOut(added, after)));
    }
    if (tags.length > 0) problems.push(...(await this.#tag(before, tags)));
    if (publish) problems.push(...(await this.#publish(before)));
    this.#tell(rows, `Updated event ${before.id} (${before.uuid})`, before, added, problems);
  }

  async #leftOut(content: Pick<EventContent, 'Attribute' | 'Object'>, event: StoredEvent): Promise<string[]> {
    const missing = await leftOut(this.#events, content, event);
    const more = missing.length - NAMED;
    return [
      ...missing.slice(0, NAMED).map(sentence),
      ...(more > 0 ? [`MISP left out ${more} more attributes.`] : []),
    ];
  }

  async #tag({ uuid }: StoredEvent, tags: readonly string[]): Promise<string[]> {
    let why: string | undefined;
    try {
      why = await this.#events.tag(uuid, tags);
    } catch (error) {
      if (!MINE.some((kind) => error instanceof kind)) throw error;
      why = (error as Error).message;
    }
    return why === undefined ? [] : [`Not all tags (${tags.join(', ')}) were attached: ${why}`];
  }

  async #publish({ id }: StoredEvent): Promise<string[]> {
    try {
      await this.#events.publish(id);
      return [];
    } catch (error) {
      if (!MINE.some((kind) => error instanceof kind)) throw error;
      return [`It is not published: ${(error as Error).message}`];
    }
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
const MINE = [RequestRefusedError, NotFoundError, NoRightError, AlertError];

function sentence({ what, why }: LeftOut): string {
  return `MISP left out ${what}${why === undefined ? '.' : `: ${why.replace(/\.?$/, '.')}`}`;
}

function namesOf({ Tag }: StoredEvent): readonly string[] {
  return Tag.map(({ name }) => name);
}

function numberOf(list: readonly unknown[], what: string): string {
  return `${list.length} ${what}${list.length === 1 ? '' : 's'}`;
}

/** `tlp:red` keeps `tlp:amber` away. */
function withoutNamespacesOf(had: readonly string[], tags: readonly string[]): readonly string[] {
  const namespaces = new Set(had.map(namespaceOf));
  return tags.filter((tag) => !namespaces.has(namespaceOf(tag)));
}

function namespaceOf(tag: string): string {
  return tag.split(':')[0]?.toLowerCase() ?? '';
}
