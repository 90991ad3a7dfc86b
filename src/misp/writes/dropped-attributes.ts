import { MispError, PermissionError, RequestRejectedError } from '../errors.ts';
import { attributeKey, type NewAttribute, type NewObject, normaliseStored } from './event-parts.ts';
import type { Events, StoredEvent } from './events.ts';
import { ObjectIndex } from './object-index.ts';

/** An attribute or object that MISP did not save, with the reason if MISP gave one. */
export interface Dropped {
  /** `ip-dst "999.1.1.1"` */
  readonly what: string;
  readonly reason?: string;
}

/** Number of dropped attributes that are sent again, alone, to get MISP's reason. */
const MAX_RESENT = 10;
const ALREADY_EXISTS = /similar attribute already exists/i;

/**
 * Finds the attributes and objects that MISP did not save. MISP silently drops invalid attributes of an event, but
 * rejects a single one with a reason, so some are sent again. Attributes that MISP stored in another spelling are saved.
 */
export async function findDropped(
  events: Events,
  sent: { readonly Attribute: readonly NewAttribute[]; readonly Object: readonly NewObject[] },
  stored: StoredEvent,
): Promise<readonly Dropped[]> {
  const uuids = new Set(stored.Attribute.map(({ uuid }) => uuid));
  const keys = new Set(stored.Attribute.map(attributeKey));
  const missing = sent.Attribute.filter((one) => !uuids.has(one.uuid) && !keys.has(attributeKey(one)));
  const found: Dropped[] = [];
  let attemptsLeft = MAX_RESENT;
  for (const attribute of missing) {
    const { reason, isDown = false } =
      attemptsLeft > 0 ? await sendAlone(events, stored.id, attribute) : { reason: '' };
    attemptsLeft = isDown ? 0 : attemptsLeft - 1;
    if (reason === undefined || ALREADY_EXISTS.test(reason)) continue;
    found.push({ what: describe(attribute), ...(reason === '' ? {} : { reason }) });
  }
  const objects = new Map(stored.Object.map((object) => [object.uuid, object]));
  const storedObjects = new ObjectIndex(stored.Object);
  return [
    ...found,
    ...sent.Object.filter((object) => !storedObjects.has(object)).flatMap((object) =>
      droppedFromObject(object, objects.get(object.uuid)),
    ),
  ];
}

/** Sends one attribute. Returns why MISP rejected it, and whether MISP no longer responds. */
async function sendAlone(
  events: Events,
  id: string,
  attribute: NewAttribute,
): Promise<{ readonly reason?: string; readonly isDown?: boolean }> {
  try {
    await events.addAttribute(id, attribute);
    return {};
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    const isRefusal = error instanceof RequestRejectedError || error instanceof PermissionError;
    return {
      reason: isRefusal ? extractReasons(error.message) : error.message,
      isDown: error.isUnsent || error.retryAfter !== undefined,
    };
  }
}

/** The reasons in `Could not add Attribute: {"value":["IP address has an invalid format."]}`, or the whole message. */
function extractReasons(message: string): string {
  const list = /: (\{.*\})" \(HTTP/.exec(message)?.[1];
  if (list === undefined) return message;
  try {
    const reasons = Object.values(JSON.parse(list) as Record<string, unknown>).flat();
    return reasons.map((reason) => (typeof reason === 'string' ? reason : JSON.stringify(reason))).join(' ');
  } catch {
    return message;
  }
}

function droppedFromObject(
  object: NewObject,
  there: StoredEvent['Object'][number] | undefined,
): readonly Dropped[] {
  if (!there)
    return [{ what: `the ${object.name} object with ${object.Attribute.map(describe).join(', ')}` }];
  const keyOf = (one: { object_relation: string | null; value: string }) =>
    `${one.object_relation ?? ''} ${normaliseStored(one.value)}`;
  const uuids = new Set(there.Attribute.map(({ uuid }) => uuid));
  const keys = new Set(there.Attribute.map(keyOf));
  return object.Attribute.filter((one) => !uuids.has(one.uuid) && !keys.has(keyOf(one))).map((one) => ({
    what: `${one.object_relation} ${describe(one)} of the ${object.name} object`,
  }));
}

function describe({ type, value }: NewAttribute): string {
  return `${type} "${value.length > 100 ? `${value.slice(0, 100)}…` : value}"`;
}
