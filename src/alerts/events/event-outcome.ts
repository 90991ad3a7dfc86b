import {
  BadResponseError,
  ConnectionLostError,
  MispError,
  NotFoundError,
  ServerError,
  TimedOutError,
} from '../../misp/errors.ts';
import type { Events, StoredEvent } from '../../misp/writes/events.ts';
import { AlertError, OutcomeUnknownError } from '../errors.ts';

/** MISP may have done what it was asked to all the same, or a part of it. */
export function isUnsettling(error: unknown): error is MispError {
  return error instanceof MispError && !error.isUnsent && UNSETTLING.some((kind) => error instanceof kind);
}

const UNSETTLING = [ServerError, TimedOutError, ConnectionLostError, BadResponseError];
/** MISP may still be at it. */
const UNFINISHED = [TimedOutError, ConnectionLostError];

export interface Settled {
  readonly event: StoredEvent;
  /** What MISP said instead of answering with the event. */
  readonly problem?: string;
}

/**
 * The event that a write leaves behind. MISP may answer it with an error and yet have made or changed the event: then the
 * event is looked up, and the write counts as done if something of it is there.
 *
 * @param id that the event has or is to have @throws AlertError when nothing of it is there; OutcomeUnknownError when that cannot be
 * found out; MispError for a refusal
 */
export async function settled(
  events: Events,
  id: string,
  write: () => Promise<StoredEvent>,
  isThere: (event: StoredEvent) => boolean,
): Promise<Settled> {
  try {
    return { event: await write() };
  } catch (error) {
    if (!isUnsettling(error)) throw error;
    const event = await lookUp(events, id, error);
    if (event && isThere(event)) {
      return { event, problem: `MISP did not finish, so that something may be missing: ${error.message}` };
    }
    const isOver = !UNFINISHED.some((kind) => error instanceof kind);
    throw new AlertError(
      isOver
        ? `${error.message} Nothing of it is in MISP.`
        : `${error.message} Nothing of it is in MISP yet: look for event ${id} there before the alert runs again.`,
      { cause: error },
    );
  }
}

async function lookUp(events: Events, id: string, failure: MispError): Promise<StoredEvent | undefined> {
  try {
    return await events.view(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    if (!(error instanceof MispError)) throw error;
    throw new OutcomeUnknownError(
      `${failure.message} It is not known whether MISP has done it: look for event ${id} there before the alert runs again.`,
      { cause: error },
    );
  }
}
