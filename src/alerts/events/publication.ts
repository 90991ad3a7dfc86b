import { MispError } from '../../misp/errors.ts';
import type { Events } from '../../misp/writes/events.ts';
import { mayHaveSucceeded } from './event-outcome.ts';

/** Publishes an event. A failure does not undo earlier writes. @returns empty, or one sentence why it is not published */
export async function publishEvent(events: Events, id: string): Promise<readonly string[]> {
  try {
    await events.publish(id);
    return [];
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    if (mayHaveSucceeded(error) && (await isPublished(events, id))) return [];
    return [`It is not published: ${error.message}`];
  }
}

async function isPublished(events: Events, id: string): Promise<boolean> {
  try {
    return (await events.view(id)).published;
  } catch (error) {
    if (error instanceof MispError) return false;
    throw error;
  }
}

/** The warning for an edited event that was published and is not published again. */
export function unpublishedWarning(id: string): string {
  return `Event ${id} was published and no longer is, since MISP unpublishes an edited event. Until it is published again, inputs, feeds and searches with published=true exclude it, and MISP does not share the changes. Set publish_on_update=1 to publish it again after an update.`;
}
