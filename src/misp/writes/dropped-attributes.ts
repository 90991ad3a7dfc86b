import { MispError, PermissionError, RequestRejectedError } from '../errors.ts';
import { keyOfAttribute, type NewAttribute, type NewObject, storedForm } from './event-parts.ts';
import type { Events, StoredEvent } from './events.ts';
import { ObjectIndex } from './object-index.ts';

/** What MISP did not save, and why where it says so. */
export interface LeftOut {
  /** `ip-dst "999.1.1.1"` */
  readonly what: string;
  readonly why?: string;
}

/** So many attributes are sent once more, alone, to be told why. */
const ASKED = 10;
const ALREADY_THERE = /similar attribute already exists/i;

/**
 * What of the attributes and objects sent is not in the event that MISP answered. It leaves out what it does not like
 * without a word; alone, it is refused with a reason, so some are sent again. What MISP has in another writing is not
 * left out.
 */
export async function leftOut(
  events: Events,
  sent: { readonly Attribute: readonly NewAttribute[]; readonly Object: readonly NewObject[] },
  stored: StoredEvent,
): Promise<readonly LeftOut[]> {
  const uuids = new Set(stored.Attribute.map(({ uuid }) => uuid));
  const keys = new Set(stored.Attribute.map(keyOfAttribute));
  const missing = sent.Attribute.filter((one) => !uuids.has(one.uuid) && !keys.has(keyOfAttribute(one)));
  const found: LeftOut[] = [];
  let left = ASKED;
  for (const attribute of missing) {
    const { why, isDown = false } = left > 0 ? await askedAgain(events, stored.id, attribute) : { why: '' };
    left = isDown ? 0 : left - 1;
    if (why === undefined || ALREADY_THERE.test(why)) continue;
    found.push({ what: nameOf(attribute), ...(why === '' ? {} : { why }) });
  }
  const objects = new Map(stored.Object.map((object) => [object.uuid, object]));
  const there = new ObjectIndex(stored.Object);
  return [
    ...found,
    ...sent.Object.filter((object) => !there.has(object)).flatMap((object) =>
      leftOutOfObject(object, objects.get(object.uuid)),
    ),
  ];
}

/** Why it is not taken alone either; without a reason when it is. @returns whether MISP answers no more as well */
async function askedAgain(
  events: Events,
  id: string,
  attribute: NewAttribute,
): Promise<{ readonly why?: string; readonly isDown?: boolean }> {
  try {
    await events.addAttribute(id, attribute);
    return {};
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    const isRefusal = error instanceof RequestRejectedError || error instanceof PermissionError;
    return {
      why: isRefusal ? reasonIn(error.message) : error.message,
      isDown: error.isUnsent || error.retryAfter !== undefined,
    };
  }
}

/** `Could not add Attribute: {"value":["IP address has an invalid format."]}`: what is in the list, or all of it. */
function reasonIn(message: string): string {
  const list = /: (\{.*\})" \(HTTP/.exec(message)?.[1];
  if (list === undefined) return message;
  try {
    const reasons = Object.values(JSON.parse(list) as Record<string, unknown>).flat();
    return reasons.map((reason) => (typeof reason === 'string' ? reason : JSON.stringify(reason))).join(' ');
  } catch {
    return message;
  }
}

function leftOutOfObject(
  object: NewObject,
  there: StoredEvent['Object'][number] | undefined,
): readonly LeftOut[] {
  if (!there) return [{ what: `the ${object.name} object with ${object.Attribute.map(nameOf).join(', ')}` }];
  const keyOf = (one: { object_relation: string | null; value: string }) =>
    `${one.object_relation ?? ''} ${storedForm(one.value)}`;
  const uuids = new Set(there.Attribute.map(({ uuid }) => uuid));
  const keys = new Set(there.Attribute.map(keyOf));
  return object.Attribute.filter((one) => !uuids.has(one.uuid) && !keys.has(keyOf(one))).map((one) => ({
    what: `${one.object_relation} ${nameOf(one)} of the ${object.name} object`,
  }));
}

function nameOf({ type, value }: NewAttribute): string {
  return `${type} "${value.length > 100 ? `${value.slice(0, 100)}…` : value}"`;
}
