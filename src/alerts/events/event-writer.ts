import { plural } from '../../common/plural.ts';
import { randomUUID } from 'node:crypto';
import { MispError, PermissionError, NotFoundError, RequestRejectedError } from '../../misp/errors.ts';
import { type EventFields, Events, type StoredEvent } from '../../misp/writes/events.ts';
import { type Dropped, findDropped } from '../../misp/writes/dropped-attributes.ts';
import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import { AlertError } from '../errors.ts';
import type { PublishMode } from './event-columns.ts';
import { type EventContent, withoutExisting } from './event-content.ts';
import { writeAndVerify } from './event-outcome.ts';
import { attachTags, tagsToAttach } from './event-tags.ts';
import { publishEvent, unpublishedWarning } from './publication.ts';
import { tagsNotIn } from '../rows/tags.ts';

/** Members of an event other than attributes, objects and tags. */
type EventMembers = Omit<EventFields, 'Attribute' | 'Object' | 'Tag'>;

interface WriteRequest<P> {
  readonly rows: readonly Row[];
  readonly content: EventContent;
  /** All members of a new event, or the changed members of an existing one. */
  readonly fields: EventMembers;
  readonly publish: P;
}

/** How many attributes that MISP dropped are named in a message. */
const MAX_NAMED_ATTRIBUTES = 20;

/** Creates and updates events of one MISP instance, and reports the outcome for each. */
export class EventWriter {
  readonly #context: AlertContext;
  readonly #events: Events;

  constructor(context: AlertContext) {
    this.#context = context;
    this.#events = new Events(context.client, context.instance.name, context.signal);
  }

  /**
   * Runs the work for one event. An error about this event alone is reported for its results.
   * @param failure what was not done @throws MispError for an error that concerns all events
   */
  async withFailureReport(failure: string, rows: readonly Row[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!RECOVERABLE_ERRORS.some((kind) => error instanceof kind)) throw error;
      this.#context.reportFailure(rows, `${failure}: ${(error as Error).message}`);
    }
  }

  async create({ rows, content, fields, publish }: WriteRequest<boolean>): Promise<void> {
    const { Attribute, Object: objects, tags } = content;
    const Tag = tags.map((name) => ({ name }));
    // Choose the uuid here, so that the event can be found even if MISP's response is lost.
    const uuid = randomUUID();
    const add = () =>
      this.#events.add({ uuid, ...fields, ...(Tag.length > 0 && { Tag }), Attribute, Object: objects });
    const { event, problem } = await writeAndVerify(this.#events, uuid, add, () => true);
    const missing = await this.#droppedProblems(content, event);
    if (attributesOf(event).length === 0) await this.#deleteIfEmpty(event, missing);
    const problems = [
      ...content.problems,
      ...(problem === undefined ? [] : [problem]),
      ...missing,
      ...tagsNotIn(tags, tagNames(event)).map((tag) => `MISP did not attach the tag ${tag}.`),
      ...(publish ? await publishEvent(this.#events, event.id) : []),
    ];
    this.#reportOutcome(rows, `Created event ${event.id} (${event.uuid})`, event, content, problems);
  }

  /**
   * Adds the content that an event does not have yet. @param fallbackTags attached unless the event or the new content has
   * a tag of the same namespace
   */
  async update(
    id: string,
    { rows, content, fields, publish }: WriteRequest<PublishMode>,
    fallbackTags: readonly string[] = [],
  ) {
    const before = await this.#events.view(id);
    const added = withoutExisting(before, content);
    const { tags, problems } = tagsToAttach(tagNames(before), content.tags, fallbackTags);
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
    else if (before.published && isChanged) this.#context.logWarning(unpublishedWarning(before.id));
    this.#reportOutcome(rows, `Updated event ${before.id} (${before.uuid})`, before, added, problems);
  }

  async #edit(
    before: StoredEvent,
    { Attribute, Object: objects }: EventContent,
    fields: EventMembers,
  ): Promise<string[]> {
    const sent = new Set([...Attribute, ...objects.flatMap((object) => object.Attribute)].map(uuidOf));
    const edit = () => this.#events.edit(before.id, { ...fields, Attribute, Object: objects });
    // Only new attributes prove that a failed edit was applied. A change of the title alone counts as not applied.
    const { event, problem } = await writeAndVerify(this.#events, before.id, edit, (after) =>
      attributesOf(after).some((one) => sent.has(uuidOf(one))),
    );
    return [
      ...(problem === undefined ? [] : [problem]),
      ...(await this.#droppedProblems({ Attribute, Object: objects }, event)),
    ];
  }

  /** Deletes a new event that has no attributes. @throws AlertError if it is empty */
  async #deleteIfEmpty({ id }: StoredEvent, missing: readonly string[]): Promise<void> {
    if (attributesOf(await this.#events.view(id)).length > 0) return;
    const why = missing.join(' ');
    try {
      await this.#events.delete(id);
    } catch (error) {
      if (!(error instanceof MispError)) throw error;
      throw new AlertError(
        `MISP accepted none of its attributes, and the empty event ${id} could not be deleted. ${why} ${error.message}`,
      );
    }
    throw new AlertError(`MISP accepted none of its attributes. ${why}`);
  }

  async #droppedProblems(
    content: Pick<EventContent, 'Attribute' | 'Object'>,
    event: StoredEvent,
  ): Promise<string[]> {
    const missing = await findDropped(this.#events, content, event);
    const more = missing.length - MAX_NAMED_ATTRIBUTES;
    return [
      ...missing.slice(0, MAX_NAMED_ATTRIBUTES).map(problemText),
      ...(more > 0 ? [`MISP dropped ${plural(more, 'more attribute')}.`] : []),
    ];
  }

  #reportOutcome(
    rows: readonly Row[],
    action: string,
    { id }: StoredEvent,
    { Attribute, Object: objects }: EventContent,
    problems: readonly string[],
  ): void {
    const { instance, logInfo } = this.#context;
    const summary = `${action} in ${instance.name} with ${plural(Attribute.length, 'attribute')} and ${plural(objects.length, 'object')}`;
    logInfo(`${summary}: ${instance.url}/events/view/${id}`);
    if (problems.length === 0) this.#context.reportSuccess(rows, summary);
    else this.#context.reportFailure(rows, `${action} in ${instance.name}, but: ${problems.join(' ')}`);
  }
}

/** Errors that concern one event only: the next one may succeed. */
const RECOVERABLE_ERRORS = [RequestRejectedError, NotFoundError, PermissionError, AlertError];

function problemText({ what, reason }: Dropped): string {
  return `MISP dropped ${what}${reason === undefined ? '.' : `: ${reason.replace(/\.?$/, '.')}`}`;
}

function tagNames({ Tag }: StoredEvent): readonly string[] {
  return Tag.map(({ name }) => name);
}

function attributesOf(event: StoredEvent): StoredEvent['Attribute'] {
  return [...event.Attribute, ...event.Object.flatMap((object) => object.Attribute)];
}

function uuidOf({ uuid }: { readonly uuid: string }): string {
  return uuid;
}
