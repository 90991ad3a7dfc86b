import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/options.ts';
import type { AlertContext } from '../action.ts';
import { DATATYPES_FILE, parseDatatypes } from '../events/datatypes.ts';
import { AlertError } from '../errors.ts';
import { checkTitle, dateOf, firstOf, isToBePublished, publicationOf } from '../events/event-columns.ts';
import { type EventContent, gather, hasContent } from '../events/event-content.ts';
import { EventWriter } from '../events/event-writer.ts';
import { joinTags, outranked } from '../rows/exclusive-tags.ts';
import { type EventGroup, eventGroups } from '../events/event-groups.ts';
import { SkippedGroups } from '../events/skipped-groups.ts';

/** `misp_alert_create_event` at work: an event for each group of results, or what is new in one that is there. */
export async function createEvents(context: AlertContext): Promise<void> {
  const { values, lookup } = context;
  const { eventid = '', unique = '' } = values;
  const writer = new EventWriter(context);
  const skipped = new SkippedGroups(context);
  const datatypes = parseDatatypes(await lookup(DATATYPES_FILE));
  for (const group of eventGroups(context, unique)) {
    const content = gather(group.rows, { datatypes, leaveOut: eventid, defaults: {} });
    for (const tag of outranked(content.tags))
      context.warn(
        `Results for one event differ in a tag of TLP or PAP: the strictest is taken, not ${tag}.`,
      );
    if (group.id === undefined) await create(context, writer, skipped, group, content);
    else await update(context, writer, skipped, { ...group, id: group.id }, content);
  }
  skipped.report();
}

async function create(
  context: AlertContext,
  writer: EventWriter,
  skipped: SkippedGroups,
  { rows }: EventGroup,
  content: EventContent,
): Promise<void> {
  const { values } = context;
  const what = `No event "${titleOf(rows, context)}"`;
  if (!hasContent(content)) {
    skipped.add(what, rows, content);
    return;
  }
  const tags = joinTags(content.tags, splitList(values['tags'] ?? ''), marksOf(values));
  await writer.each(what, rows, () =>
    writer.create({
      rows,
      content: { ...content, tags },
      fields: fieldsOf(rows, context),
      publish: isToBePublished(rows) ?? values['publish_on_creation'] === '1',
    }),
  );
}

async function update(
  context: AlertContext,
  writer: EventWriter,
  skipped: SkippedGroups,
  { id, rows }: EventGroup & { readonly id: string },
  content: EventContent,
): Promise<void> {
  const { values } = context;
  const what = `Event ${id} was not updated`;
  const isOther = firstOf(rows, 'misp_info') ?? firstOf(rows, 'misp_sg_id');
  if (!hasContent(content) && content.tags.length === 0 && isOther === undefined) {
    skipped.add(what, rows, content);
    return;
  }
  const tags = joinTags(content.tags, splitList(values['tags'] ?? ''));
  await writer.each(what, rows, () =>
    writer.update(
      id,
      {
        rows,
        content: { ...content, tags },
        fields: changesOf(rows, context),
        publish: publicationOf(rows, values),
      },
      marksOf(values),
    ),
  );
}

/** The tags of the parameters tlp and pap. */
function marksOf(values: AlertContext['values']): readonly string[] {
  return [markOf(values['tlp'], 'tlp'), markOf(values['pap'], 'PAP')];
}

/** `TLP_EX_CHR` is `tlp:ex:chr`; the taxonomy PAP has upper-case names, tlp lower-case ones. */
function markOf(parameter: string | undefined, namespace: 'tlp' | 'PAP'): string {
  const [, ...parts] = (parameter ?? '').split('_');
  const name = parts.join(':');
  return `${namespace}:${namespace === 'tlp' ? name.toLowerCase() : name}`;
}

function titleOf(rows: readonly Row[], { values }: AlertContext): string {
  return firstOf(rows, 'misp_info') ?? values['info'] ?? '';
}

/** @throws AlertError */
function fieldsOf(rows: readonly Row[], context: AlertContext) {
  const { distribution = '0', threatlevel = '4', analysis = '0' } = context.values;
  return {
    info: checkTitle(titleOf(rows, context)),
    date: dateOf(rows, context.now),
    threat_level_id: threatlevel,
    analysis,
    distribution,
    ...(distribution === '4' && { sharing_group_id: sharingGroupOf(rows) }),
  };
}

/** Only what the results themselves say: the parameters are about new events. @throws AlertError */
function changesOf(rows: readonly Row[], { values: { distribution } }: AlertContext) {
  const info = firstOf(rows, 'misp_info');
  const hasGroup = distribution === '4' && firstOf(rows, 'misp_sg_id') !== undefined;
  return {
    ...(info !== undefined && { info: checkTitle(info) }),
    ...(hasGroup && { distribution, sharing_group_id: sharingGroupOf(rows) }),
  };
}

function sharingGroupOf(rows: readonly Row[]): string {
  const id = firstOf(rows, 'misp_sg_id');
  if (id !== undefined && /^\d+$/.test(id)) return id;
  throw new AlertError(
    'The distribution is 4, a sharing group: its id must be in the column misp_sg_id of the results.',
  );
}
