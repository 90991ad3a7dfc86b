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

/** Whether MISP may have applied a write, at least in part, although it failed with this error. */
export function mayHaveSucceeded(error: unknown): error is MispError {
  return (
    error instanceof MispError && !error.isUnsent && AMBIGUOUS_ERRORS.some((kind) => error instanceof kind)
  );
}

const AMBIGUOUS_ERRORS = [ServerError, TimedOutError, ConnectionLostError, BadResponseError];
/** Errors after which MISP may still be working on the write. */
const MAY_STILL_RUN = [TimedOutError, ConnectionLostError];

export interface WriteOutcome {
  readonly event: StoredEvent;
  /** Set when the write failed and the event has at least a part of it. */
  readonly problem?: string;
}

/**
 * Writes an event. If the write fails although MISP may have applied it, the event is read back, and the write counts as
 * done if a part of it was applied.
 *
 * @param id of the event, also of one to be created @param isApplied whether the event has a part of what was written
 * @throws AlertError when nothing was applied; OutcomeUnknownError when the event cannot be read back; MispError for a
 * refusal
 */
export async function writeAndVerify(
  events: Events,
  id: string,
  write: () => Promise<StoredEvent>,
  isApplied: (event: StoredEvent) => boolean,
): Promise<WriteOutcome> {
  try {
    return { event: await write() };
  } catch (error) {
    if (!mayHaveSucceeded(error)) throw error;
    const event = await viewIfExists(events, id, error);
    if (event && isApplied(event)) {
      return { event, problem: `MISP did not finish, so something may be missing: ${error.message}` };
    }
    const isOver = !MAY_STILL_RUN.some((kind) => error instanceof kind);
    throw new AlertError(
      isOver
        ? `${error.message} No part of it is in MISP.`
        : `${error.message} No part of it is in MISP yet. Look for event ${id} in MISP before the alert runs again.`,
      { cause: error },
    );
  }
}

async function viewIfExists(
  events: Events,
  id: string,
  failure: MispError,
): Promise<StoredEvent | undefined> {
  try {
    return await events.view(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    if (!(error instanceof MispError)) throw error;
    throw new OutcomeUnknownError(
      `${failure.message} Whether MISP applied the change is unknown. Look for event ${id} in MISP before the alert runs again.`,
      { cause: error },
    );
  }
}
