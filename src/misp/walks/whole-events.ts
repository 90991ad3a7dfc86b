import { attributeChecker } from '../rows/attribute-shape.ts';
import { eventChecker } from '../rows/event-shape.ts';
import type { MispEvent, MispObject } from '../rows/event-types.ts';
import {
  elementsOf,
  kindAt,
  membersOf,
  parseSlice,
  PartMemory,
  type Slice,
  wholeText,
} from './json-slices.ts';
import type { Warnings } from '../warnings.ts';
import { type Members, UnusableRow } from '../rows/shape.ts';
import type { Attribute } from '../rows/types.ts';

/** The response has more events than were requested. */
export class TooManyEventsError extends Error {
  override readonly name = 'TooManyEventsError';
}

/** An event with its attributes and objects, which are parsed from the response each time they are iterated. */
export interface WholeEvent {
  /** Without `Attribute` and `Object`. */
  readonly event: MispEvent;
  readonly attributes: () => Iterable<Attribute>;
  readonly objects: () => Iterable<MispObject>;
  /** Verifies that the whole event fits into memory. @throws what `toReadableError` returns */
  readonly assertFitsMemory: () => void;
}

/**
 * Yields the events of an events/restSearch response.
 *
 * @param text its JSON @param limit events that were requested
 * @param toReadableError converts a SyntaxError (no JSON, or no list of events), a PartTooLargeError, both of which may
 * occur while an event is iterated, and a TooManyEventsError
 */
export function* wholeEventsIn(
  text: Buffer,
  limit: number,
  warnings: Warnings,
  toReadableError: (error: unknown) => unknown,
): Generator<WholeEvent> {
  yield* convertErrors(eventsIn(text, limit, warnings, toReadableError), toReadableError);
}

function* convertErrors<T>(items: Iterable<T>, toReadableError: (error: unknown) => unknown): Generator<T> {
  try {
    yield* items;
  } catch (error) {
    throw toReadableError(error);
  }
}

function* eventsIn(
  text: Buffer,
  limit: number,
  warnings: Warnings,
  toReadableError: (error: unknown) => unknown,
): Generator<WholeEvent> {
  let count = 0;
  for (const slice of elementsOf(text, listIn(text))) {
    if ((count += 1) > limit) throw new TooManyEventsError(`${count} events, but ${limit} were requested`);
    const event = memberOf(text, slice, 'Event') ?? slice;
    // Without a prototype, `__proto__` is an ordinary member.
    const members = Object.create(null) as Members;
    const parts: { Attribute?: Slice; Object?: Slice } = {};
    const scan = new PartMemory();
    for (const [name, value] of membersOf(text, event)) {
      if (name === 'Attribute' || name === 'Object') parts[name] = value;
      else {
        scan.add(text, value);
        members[name] = parseSlice(text, value);
      }
    }
    const checked = eventChecker.check(members);
    if (checked instanceof UnusableRow) warnings.addDropped('events', members, checked);
    else
      yield {
        event: checked,
        attributes: () =>
          convertErrors(attributesIn(parsedElements(text, parts.Attribute), warnings), toReadableError),
        objects: () =>
          convertErrors(objectsIn(parsedElements(text, parts.Object), warnings), toReadableError),
        assertFitsMemory: () => {
          try {
            new PartMemory().add(text, slice);
          } catch (error) {
            throw toReadableError(error);
          }
        },
      };
  }
}

/** The list of a response: `{"response": […]}`, or the list alone. */
function listIn(text: Buffer): Slice {
  const whole = wholeText(text);
  const list = kindAt(text, whole) === 'object' ? memberOf(text, whole, 'response') : whole;
  if (!list || kindAt(text, list) !== 'list') throw new SyntaxError('the response has no list of events');
  return list;
}

function memberOf(text: Buffer, object: Slice, memberName: string): Slice | undefined {
  if (kindAt(text, object) !== 'object') return undefined;
  for (const [name, value] of membersOf(text, object)) if (name === memberName) return value;
  return undefined;
}

/** PHP writes some lists as maps. */
function* parsedElements(text: Buffer, list: Slice | undefined): Generator {
  if (!list) return;
  const kind = kindAt(text, list);
  if (kind === 'list') for (const slice of elementsOf(text, list)) yield parseSlice(text, slice);
  if (kind === 'object') for (const [, slice] of membersOf(text, list)) yield parseSlice(text, slice);
}

function* attributesIn(rows: Iterable<unknown>, warnings: Warnings): Generator<Attribute> {
  for (const one of rows) {
    const row = attributeChecker.check(one);
    if (row instanceof UnusableRow) warnings.addDropped('attributes', one, row);
    else yield row;
  }
}

function* objectsIn(rows: Iterable<unknown>, warnings: Warnings): Generator<MispObject> {
  for (const one of rows) {
    if (typeof one !== 'object' || one === null) {
      warnings.addDropped('objects', one, new UnusableRow('it is not an object'));
      continue;
    }
    const { Attribute, ...members } = one as Members;
    const list = typeof Attribute === 'object' ? Object.values(Attribute ?? {}) : [];
    yield { ...members, Attribute: [...attributesIn(list, warnings)] };
  }
}
