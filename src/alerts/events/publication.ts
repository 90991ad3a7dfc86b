import { MispError } from '../../misp/errors.ts';
import type { Events } from '../../misp/writes/events.ts';
import { isUnsettling } from './event-outcome.ts';

/** Publishes an event; what was done before stays done when that fails. @returns why it is not published, if so */
export async function publishEvent(events: Events, id: string): Promise<readonly string[]> {
  try {
    await events.publish(id);
    return [];
  } catch (error) {
    if (!(error instanceof MispError)) throw error;
    if (isUnsettling(error) && (await isPublished(events, id))) return [];
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

/** What an edit does to a published event that is not published again. */
export function unpublishedBy(id: string): string {
  return `Event ${id} was published and is not any more, since MISP unpublishes an event that is edited. Until it is published again, inputs, feeds and searches with published=true do without it, and MISP does not share what is new. Set publish_on_update=1 to have it published again.`;
}
