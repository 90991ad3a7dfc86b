import { splitList } from '../../protocol/options.ts';
import type { AlertContext } from '../action.ts';
import { DATATYPES_FILE, parseDatatypes } from '../events/datatypes.ts';
import { publicationOf } from '../events/event-columns.ts';
import { gather, hasContent } from '../events/event-content.ts';
import { EventWriter } from '../events/event-writer.ts';
import { eventGroups } from '../events/event-groups.ts';
import { SkippedGroups } from '../events/skipped-groups.ts';

/** `misp_alert_add_attributes` at work. */
export async function addAttributes(context: AlertContext): Promise<void> {
  const { values, lookup } = context;
  const { eventid = '', to_ids = '', tags = '', comment = '' } = values;
  const writer = new EventWriter(context);
  const skipped = new SkippedGroups(context);
  const datatypes = parseDatatypes(await lookup(DATATYPES_FILE));
  const defaults = { comment, tags: splitList(tags), ...(to_ids !== '' && { to_ids: to_ids === '1' }) };
  for (const { id, rows } of eventGroups(context, eventid)) {
    if (id === undefined) {
      context.failed(
        rows,
        `${rows.length} of the results name no event: eventid is "${eventid}", which is neither the id or uuid of one nor a column with it.`,
      );
      continue;
    }
    const content = gather(rows, { datatypes, leaveOut: eventid, defaults });
    const what = `Nothing was added to event ${id}`;
    if (!hasContent(content)) {
      skipped.add(what, rows, content);
      continue;
    }
    await writer.each(what, rows, () =>
      writer.update(id, { rows, content, fields: {}, publish: publicationOf(rows, values) }),
    );
  }
  skipped.report();
}
