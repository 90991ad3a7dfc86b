import { attributeChecker } from '../rows/attribute-shape.ts';
import { eventChecker } from '../rows/event-shape.ts';
import type { MispEvent, MispObject } from '../rows/event-types.ts';
import { elementsOf, kindAt, membersOf, parsed, PartScan, type Slice, wholeOf } from './json-slices.ts';
import type { Warnings } from '../warnings.ts';
import { type Members, UnusableRow } from '../rows/shape.ts';
import type { Attribute } from '../rows/types.ts';

/** There are more events than were asked for. */
export class ManyEventsError extends Error {
  override readonly name = 'ManyEventsError';
}

/** An event, and what is in it, which is read from MISP's bytes each time that it is gone through. */
export interface WholeEvent {
  /** Without `Attribute` and `Object`. */
  readonly event: MispEvent;
  readonly attributes: () => Iterable<Attribute>;
  readonly objects: () => Iterable<MispObject>;
  /** Makes sure that there is memory for all of it at once. */
  readonly mustFit: () => void;
}

/**
 * The events of an answer of events/restSearch.
 *
 * @param text its JSON @param limit how many were asked for @param asError makes an error for people of a SyntaxError, where
 * it is no JSON or no list of events, of a LargePartError, both of which may come up while an event is gone through, and of a ManyEventsError
 */
export function* wholeEventsIn(
  text: Buffer,
  limit: number,
  notes: Warnings,
  asError: (error: unknown) => unknown,
): Generator<WholeEvent> {
  yield* guarded(eventsIn(text, limit, notes, asError), asError);
}

function* guarded<T>(items: Iterable<T>, asError: (error: unknown) => unknown): Generator<T> {
  try {
    yield* items;
  } catch (error) {
    throw asError(error);
  }
}

function* eventsIn(
  text: Buffer,
  limit: number,
  notes: Warnings,
  asError: (error: unknown) => unknown,
): Generator<WholeEvent> {
  let count = 0;
  for (const slice of elementsOf(text, listIn(text))) {
    if ((count += 1) > limit) throw new ManyEventsError(`${count} events, where ${limit} were asked for`);
    const event = memberOf(text, slice, 'Event') ?? slice;
    // Nor is `__proto__` anything else than a member.
    const members = Object.create(null) as Members;
    const parts: { Attribute?: Slice; Object?: Slice } = {};
    const scan = new PartScan();
    for (const [name, value] of membersOf(text, event)) {
      if (name === 'Attribute' || name === 'Object') parts[name] = value;
      else {
        scan.add(text, value);
        members[name] = parsed(text, value);
      }
    }
    const checked = eventChecker.check(members);
    if (checked instanceof UnusableRow) notes.addDropped('events', members, checked);
    else
      yield {
        event: checked,
        attributes: () => guarded(attributesIn(elements(text, parts.Attribute), notes), asError),
        objects: () => guarded(objectsIn(elements(text, parts.Object), notes), asError),
        mustFit: () => {
          try {
            new PartScan().add(text, slice);
          } catch (error) {
            throw asError(error);
          }
        },
      };
  }
}

/** The list of an answer: `{"response": […]}`, or the list alone. */
function listIn(text: Buffer): Slice {
  const whole = wholeOf(text);
  const list = kindAt(text, whole) === 'object' ? memberOf(text, whole, 'response') : whole;
  if (!list || kindAt(text, list) !== 'list') throw new SyntaxError('there is no list of events');
  return list;
}

function memberOf(text: Buffer, object: Slice, wanted: string): Slice | undefined {
  if (kindAt(text, object) !== 'object') return undefined;
  for (const [name, value] of membersOf(text, object)) if (name === wanted) return value;
  return undefined;
}

/** PHP writes some lists as maps. */
function* elements(text: Buffer, list: Slice | undefined): Generator {
  if (!list) return;
  const kind = kindAt(text, list);
  if (kind === 'list') for (const slice of elementsOf(text, list)) yield parsed(text, slice);
  if (kind === 'object') for (const [, slice] of membersOf(text, list)) yield parsed(text, slice);
}

function* attributesIn(rows: Iterable<unknown>, notes: Warnings): Generator<Attribute> {
  for (const one of rows) {
    const row = attributeChecker.check(one);
    if (row instanceof UnusableRow) notes.addDropped('attributes', one, row);
    else yield row;
  }
}

function* objectsIn(rows: Iterable<unknown>, notes: Warnings): Generator<MispObject> {
  for (const one of rows) {
    if (typeof one !== 'object' || one === null) {
      notes.addDropped('objects', one, new UnusableRow('it is no object'));
      continue;
    }
    const { Attribute, ...members } = one as Members;
    const list = typeof Attribute === 'object' ? Object.values(Attribute ?? {}) : [];
    yield { ...members, Attribute: [...attributesIn(list, notes)] };
  }
}
