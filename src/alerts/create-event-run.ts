import type { Row } from '../protocol/rows.ts';
import type { AlertContext } from './action.ts';
import { DATATYPES_FILE, parseDatatypes } from './datatypes.ts';
import { AlertError } from './errors.ts';
import { checkTitle, dateOf, firstOf, isToBePublished } from './event-columns.ts';
import { gather } from './event-content.ts';
import { EventWriter } from './event-writer.ts';
import { eventIdOf, groupsBy } from './groups.ts';
import { distinctTags, splitTags } from './tags.ts';

/** `misp_alert_create_event` at work: an event for each group of results, or what is new in one that is there. */
export async function createEvents(context: AlertContext): Promise<void> {
  const { rows, values, lookup } = context;
  const { eventid = '', unique = '' } = values;
  const writer = new EventWriter(context);
  if (
    /[^\s0]/.test(eventid) &&
    rows.length > 0 &&
    !rows.some((row) => eventid in row) &&
    !eventIdOf({}, eventid)
  )
    context.warn(`eventid is "${eventid}", which is no id, no uuid and no column: new events are made.`);
  const datatypes = parseDatatypes(await lookup(DATATYPES_FILE));
  for (const group of groupsBy(rows, unique)) {
    const target = eventIdOf(group[0], eventid);
    const content = gather(group, { datatypes, leaveOut: eventid, defaults: {} });
    const tags = distinctTags([...splitTags(values['tags'] ?? ''), ...content.tags]);
    const marks = [markOf(values['tlp'], 'tlp'), markOf(values['pap'], 'PAP')];
    if (target === undefined) {
      const what = `No event "${titleOf(group, context)}"`;
      await writer.each(what, group, () =>
        writer.create({
          rows: group,
          content: { ...content, tags: distinctTags([...marks, ...tags]) },
          fields: fieldsOf(group, context),
          publish: isToBePublished(group) ?? values['publish_on_creation'] === '1',
        }),
      );
    } else {
      await writer.each(`Event ${target} was not updated`, group, () =>
        writer.update(
          target,
          {
            rows: group,
            content: { ...content, tags },
            fields: changesOf(group, context),
            // The parameter is about creation: an event that others work on is not published by the way.
            publish: isToBePublished(group) ?? false,
          },
          marks,
        ),
      );
    }
  }
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
