import type { Row } from '../../protocol/rows.ts';
import { splitList } from '../../protocol/lists.ts';
import type { AlertContext } from '../action.ts';
import { DATATYPES_LOOKUP, parseDatatypes } from '../events/datatypes.ts';
import { AlertError } from '../errors.ts';
import {
  validTitle,
  eventDate,
  firstValue,
  requestedPublication,
  publishModeFor,
} from '../events/event-columns.ts';
import { type EventContent, gatherContent, hasContent } from '../events/event-content.ts';
import { EventWriter } from '../events/event-writer.ts';
import { joinTags, droppedTags } from '../rows/exclusive-tags.ts';
import { type EventGroup, groupByEvent } from '../events/event-groups.ts';
import { SkippedGroups } from '../events/skipped-groups.ts';

/** Runs `misp_alert_create_event`: creates an event for each group of results, or updates an existing one. */
export async function createEvents(context: AlertContext): Promise<void> {
  const { values, readLookup } = context;
  const { eventid = '', unique = '' } = values;
  const writer = new EventWriter(context);
  const skipped = new SkippedGroups(context);
  const datatypes = parseDatatypes(await readLookup(DATATYPES_LOOKUP));
  for (const group of groupByEvent(context, unique)) {
    const content = gatherContent(group.rows, { datatypes, ignoredColumn: eventid, defaults: {} });
    for (const tag of droppedTags(content.tags))
      context.logWarning(
        `Results for one event have different TLP or PAP tags. The strictest one is used, not ${tag}.`,
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
  const failure = `Event "${titleOf(rows, context)}" was not created`;
  if (!hasContent(content)) {
    skipped.add(failure, rows, content);
    return;
  }
  const tags = joinTags(content.tags, splitList(values['tags'] ?? ''), tlpAndPapTags(values));
  await writer.withFailureReport(failure, rows, () =>
    writer.create({
      rows,
      content: { ...content, tags },
      fields: newEventMembers(rows, context),
      publish: requestedPublication(rows) ?? values['publish_on_creation'] === '1',
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
  const failure = `Event ${id} was not updated`;
  const otherChange = firstValue(rows, 'misp_info') ?? firstValue(rows, 'misp_sg_id');
  if (!hasContent(content) && content.tags.length === 0 && otherChange === undefined) {
    skipped.add(failure, rows, content);
    return;
  }
  const tags = joinTags(content.tags, splitList(values['tags'] ?? ''));
  await writer.withFailureReport(failure, rows, () =>
    writer.update(
      id,
      {
        rows,
        content: { ...content, tags },
        fields: changedEventMembers(rows, context),
        publish: publishModeFor(rows, values),
      },
      tlpAndPapTags(values),
    ),
  );
}

/** The tags that the parameters tlp and pap name. */
function tlpAndPapTags(values: AlertContext['values']): readonly string[] {
  return [taxonomyTag(values['tlp'], 'tlp'), taxonomyTag(values['pap'], 'PAP')];
}

/** The tag `tlp:ex:chr` of the parameter `TLP_EX_CHR`. The taxonomy PAP has names in upper case, tlp in lower case. */
function taxonomyTag(parameter: string | undefined, namespace: 'tlp' | 'PAP'): string {
  const [, ...parts] = (parameter ?? '').split('_');
  const name = parts.join(':');
  return `${namespace}:${namespace === 'tlp' ? name.toLowerCase() : name}`;
}

function titleOf(rows: readonly Row[], { values }: AlertContext): string {
  return firstValue(rows, 'misp_info') ?? values['info'] ?? '';
}

/** @throws AlertError */
function newEventMembers(rows: readonly Row[], context: AlertContext) {
  const { distribution = '0', threatlevel = '4', analysis = '0' } = context.values;
  return {
    info: validTitle(titleOf(rows, context)),
    date: eventDate(rows, context.now),
    threat_level_id: threatlevel,
    analysis,
    distribution,
    ...(distribution === '4' && { sharing_group_id: sharingGroupId(rows) }),
  };
}

/** The changes that the results themselves ask for. The parameters apply to new events only. @throws AlertError */
function changedEventMembers(rows: readonly Row[], { values: { distribution } }: AlertContext) {
  const info = firstValue(rows, 'misp_info');
  const hasGroup = distribution === '4' && firstValue(rows, 'misp_sg_id') !== undefined;
  return {
    ...(info !== undefined && { info: validTitle(info) }),
    ...(hasGroup && { distribution, sharing_group_id: sharingGroupId(rows) }),
  };
}

function sharingGroupId(rows: readonly Row[]): string {
  const id = firstValue(rows, 'misp_sg_id');
  if (id !== undefined && /^\d+$/.test(id)) return id;
  throw new AlertError(
    'The distribution is 4 (sharing group), but the results have no ID of a sharing group in the column misp_sg_id.',
  );
}
