import { contains } from './contains.ts';
import { BETWEEN_VALUES } from './last-state.ts';
import type { Input } from './types.ts';

const TLPS = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
const YES_NO = [
  ['Yes', 'True'],
  ['No', 'False'],
] as const;

export const INSTANCE: Input = {
  kind: 'choice',
  title: 'MISP instance',
  token: 'instance',
  isMultiple: true,
  search: 'instances',
};

/** Values are those of the field `misp_tlp` of events; what has no such tag is `none`. */
export const TLP: Input = {
  kind: 'choice',
  title: 'TLP',
  token: 'tlp',
  isMultiple: true,
  values: [...TLPS.map((one) => [one, one] as const), ['None', 'none']],
};

/** What can be chosen of attributes. The searches `instances`, `types`, … have what there is to choose from. */
export const FILTERS: Readonly<Record<string, Input>> = {
  instance: INSTANCE,
  value: { kind: 'text', title: 'Value contains', token: 'value' },
  event: { kind: 'text', title: 'Event: ID or title', token: 'event' },
  type: choiceOf('Type', 'type', 'types'),
  category: choiceOf('Category', 'category', 'categories'),
  tlp: TLP,
  tag: choiceOf('Tag or galaxy', 'tag', 'tags'),
  organisation: choiceOf('Organisation', 'organisation', 'organisations'),
  to_ids: { kind: 'choice', title: 'IDS flag', token: 'to_ids', values: YES_NO },
  published: { kind: 'choice', title: 'Event published', token: 'published', values: YES_NO },
};

function choiceOf(title: string, token: string, search: string) {
  return { kind: 'choice', title, token, isMultiple: true, search } as const;
}

/** The fields that the filters of an attribute compare. */
export const FILTERED_FIELDS = [
  ...['misp_value', 'misp_type', 'misp_category', 'misp_tlp', 'misp_tag', 'misp_orgc_name'],
  ...['misp_to_ids', 'misp_event_published', 'misp_event_id', 'misp_event_info'],
] as const;

const MENUS = [
  ...['misp_type', 'misp_category', 'misp_tlp', 'misp_orgc_name', 'misp_to_ids', 'misp_event_published'],
  ...['tag', 'misp_event_id'],
];

/** A condition of where: the event is that of the token, by its title or by its id. @param ids of one event, or of several with a space between them */
export function isEvent(ids: string, title: string): string {
  return `(${contains(title, 'event')} OR mvcount(split(" ".${ids}." ", " ".$event|s$." ")) > 1)`;
}

/** Lines that keep the last states that are chosen, and make a list of the tags: `tag`. They go after the last state, or they would bring back an old one. */
export const CHOSEN: readonly string[] = [
  `| eval tag=split(misp_tag, "${BETWEEN_VALUES}")`,
  `| fillnull value="none" ${MENUS.join(' ')}`,
  '| search misp_instance IN ($instance|s$) misp_type IN ($type|s$) misp_category IN ($category|s$) misp_tlp IN ($tlp|s$) misp_orgc_name IN ($organisation|s$) tag IN ($tag|s$) misp_to_ids=$to_ids|s$ misp_event_published=$published|s$',
  `| where ${contains('misp_value', 'value')} AND ${isEvent('misp_event_id', 'misp_event_info')}`,
];
