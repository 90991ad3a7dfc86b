import { type Members } from '../call.ts';
import { InternalError, textOf } from '../search/conditions.ts';
import type { StoredEvent } from '../store/records.ts';
import type { Errors } from '../store/errors.ts';
import { isOn } from '../search/rest-search.ts';

export type EventFields = Partial<
  Pick<
    StoredEvent,
    | 'info'
    | 'date'
    | 'distribution'
    | 'sharing_group_id'
    | 'threat_level_id'
    | 'analysis'
    | 'disable_correlation'
    | 'extends_uuid'
  >
>;

/** What a member of an event must be, and what MISP says where it is not. */
const RULES: readonly (readonly [keyof EventFields, (text: string) => boolean, string])[] = [
  ['info', (text) => text.trim() !== '', 'Info cannot be empty.'],
  ['date', (text) => /^\d{4}-\d\d-\d\d$/.test(text), 'Expected date format: YYYY-MM-DD'],
  [
    'distribution',
    (text) => /^[0-4]$/.test(text),
    'Options : Your organisation only, This community only, Connected communities, All communities',
  ],
  [
    'threat_level_id',
    (text) => /^[1-4]$/.test(text),
    'Options : 1, 2, 3, 4 (for High, Medium, Low, Undefined)',
  ],
  ['analysis', (text) => /^[0-2]$/.test(text), 'Options : 0, 1, 2 (for Initial, Ongoing, Completed)'],
];

/** The members that a client sent, or what is wrong with them. @throws InternalError for what the table has no room for */
export function takeEvent(input: Members): { fields: EventFields } | { errors: Errors } {
  const texts = Object.fromEntries(
    [...RULES.map(([name]) => name), 'sharing_group_id', 'extends_uuid'].flatMap((name) =>
      input[name] === undefined || input[name] === null ? [] : [[name, textOf(input[name])]],
    ),
  ) as Record<string, string>;
  const errors = RULES.flatMap(([name, isRight, message]) => {
    const text = texts[name];
    return text === undefined || isRight(text) ? [] : [[name, [message]] as const];
  });
  if (errors.length > 0) return { errors: Object.fromEntries(errors) };
  const info = texts['info'] ?? '';
  if (/[\u{10000}-\u{10ffff}]/u.test(info) || Buffer.byteLength(info) > LONGEST_TEXT)
    throw new InternalError('the database refuses the info');
  const isUncorrelated = input['disable_correlation'];
  return {
    fields: { ...texts, ...(isUncorrelated !== undefined && { disable_correlation: isOn(isUncorrelated) }) },
  };
}

/** Bytes in a TEXT column. */
const LONGEST_TEXT = 65_535;
