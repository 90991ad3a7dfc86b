import { splitList } from '../../protocol/lists.ts';
import type { AlertContext } from '../action.ts';
import { DATATYPES_LOOKUP, parseDatatypes } from '../events/datatypes.ts';
import { publishModeFor } from '../events/event-columns.ts';
import { gatherContent, hasContent } from '../events/event-content.ts';
import { EventWriter } from '../events/event-writer.ts';
import { groupByEvent } from '../events/event-groups.ts';
import { SkippedGroups } from '../events/skipped-groups.ts';

/** Runs `misp_alert_add_attributes`: adds the content of the results to existing events. */
export async function addAttributes(context: AlertContext): Promise<void> {
  const { values, readLookup } = context;
  const { eventid = '', to_ids = '', tags = '', comment = '' } = values;
  const writer = new EventWriter(context);
  const skipped = new SkippedGroups(context);
  const datatypes = parseDatatypes(await readLookup(DATATYPES_LOOKUP));
  const defaults = { comment, tags: splitList(tags), ...(to_ids !== '' && { to_ids: to_ids === '1' }) };
  for (const { id, rows } of groupByEvent(context, eventid)) {
    if (id === undefined) {
      context.reportFailure(
        rows,
        `${rows.length} of the results name no event: eventid is "${eventid}". Set it to the ID or UUID of an event, or to a column with it.`,
      );
      continue;
    }
    const content = gatherContent(rows, { datatypes, ignoredColumn: eventid, defaults });
    const failure = `Nothing was added to event ${id}`;
    if (!hasContent(content)) {
      skipped.add(failure, rows, content);
      continue;
    }
    await writer.withFailureReport(failure, rows, () =>
      writer.update(id, { rows, content, fields: {}, publish: publishModeFor(rows, values) }),
    );
  }
  skipped.report();
}
