import type { AlertContext } from './action.ts';
import { DATATYPES_FILE, parseDatatypes } from './datatypes.ts';
import { gather } from './event-content.ts';
import { EventWriter } from './event-writer.ts';
import { eventIdOf, grouped } from './groups.ts';
import { splitTags } from './tags.ts';

/** `misp_alert_add_attributes` at work. */
export async function addAttributes(context: AlertContext): Promise<void> {
  const { rows, values, lookup } = context;
  const { eventid = '', to_ids = '', tags = '', comment = '' } = values;
  const writer = new EventWriter(context);
  const datatypes = parseDatatypes(await lookup(DATATYPES_FILE));
  const defaults = { comment, tags: splitTags(tags), ...(to_ids !== '' && { to_ids: to_ids === '1' }) };
  for (const [id, its] of grouped(rows, (row) => eventIdOf(row, eventid))) {
    if (id === undefined) {
      context.failed(
        its,
        `${its.length} of the results name no event: eventid is "${eventid}", which is neither the id or uuid of one nor a column with it.`,
      );
      continue;
    }
    const content = gather(its, { datatypes, leaveOut: eventid, defaults });
    await writer.each(`Nothing was added to event ${id}`, its, () =>
      writer.update(id, { rows: its, content, fields: {}, publish: false }),
    );
  }
}
