import { isIdOrUuid } from '../../misp/query/ids.ts';
import { booleanOption, choiceOption, listOption, OptionError, textOption } from '../../protocol/options.ts';
import { parseDates, parseWindow } from '../../indicators/window.ts';

const WINDOW = '<7d|12h|30m|45s|YYYY-MM-DD[THH:MM:SS]|Unix seconds>[,<to>]';

/** The options that select attributes; exactly one must be set. */
export const windowOptions = {
  json_request: textOption(
    { hint: '<JSON object>', text: "MISP's own filters, as for restSearch. They override the options." },
    parseJsonObject,
  ),
  date: textOption(
    { hint: '<YYYY-MM-DD|7d>[,<to>]', text: 'Events with this date: a start, or from,to.' },
    parseDates,
  ),
  eventid: listOption({ hint: '<ID or UUID>,...', text: 'Events with these IDs or UUIDs.' }, parseEventId),
  last: textOption({ hint: WINDOW, text: 'Events published in this time.' }, parseWindow),
  publish_timestamp: textOption({ hint: WINDOW, text: 'Same as last.' }, parseWindow),
  timestamp: textOption({ hint: WINDOW, text: 'Attributes changed in this time.' }, parseWindow),
  changed: textOption(
    {
      hint: WINDOW,
      text: 'Events published or changed in this time, with all their attributes. Includes edits and withdrawals that are not published yet.',
    },
    parseWindow,
  ),
};

export const includeOptions = {
  geteventtag: booleanOption({ default: true, text: "Add the event's tags to the attribute's own tags." }),
  include_sightings: booleanOption({
    default: true,
    text: 'Add the number of sightings, and the first and the last one.',
  }),
  include_decay_score: booleanOption({
    default: false,
    text: 'Add the decay score, the base score, whether the attribute is decayed, and the decaying model.',
  }),
  include_context: booleanOption({
    default: false,
    text: 'Add threat level, date, analysis, publication state, time of change and organisation of the event.',
  }),
};

export const shapeOptions = {
  expand_object: booleanOption({
    default: false,
    text: 'Return a row for each attribute of an object instead of one row for the object.',
  }),
  pipesplit: booleanOption({
    default: true,
    text: 'Add each half of a composite like domain|ip as a field.',
  }),
  output: choiceOption({
    values: ['fields', 'json'],
    default: 'fields',
    text: "fields: a field for each value. json: MISP's JSON in _raw, with its leaf values as fields.",
  }),
  prefix: textOption(
    { hint: '<prefix>', text: 'Prefix of field names. Default: that of the instance.' },
    parsePrefix,
  ),
  add_description: booleanOption({
    default: false,
    text: 'Add a field misp_description with event, category and comment.',
  }),
};

export function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OptionError(
      `is not JSON (${(error as Error).message}); write it like "{\\"last\\": \\"1d\\"}"`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OptionError('must be a JSON object, like "{\\"last\\": \\"1d\\"}"');
  }
  if (isDeeper(value, MAX_DEPTH))
    throw new OptionError(
      `has more than ${MAX_DEPTH} levels of lists and objects: remove some, no filter needs so many`,
    );
  return value as Record<string, unknown>;
}

/** Other code recurses into the request, so its depth is limited. */
const MAX_DEPTH = 100;

function isDeeper(value: unknown, depth: number): boolean {
  let level = [value];
  for (let left = depth; left > 0 && level.length > 0; left -= 1)
    level = level.flatMap((one): unknown[] =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  return level.length > 0;
}

function parseEventId(text: string): string {
  if (isIdOrUuid(text) && !/^0+$/.test(text)) return text.toLowerCase();
  throw new OptionError(`must be a list of event IDs (digits) or UUIDs: "${text}" is neither`);
}

export function parsePrefix(text: string): string {
  if (/^[A-Za-z]\w+$/.test(text)) return text;
  throw new OptionError('must be a letter and at least one letter, digit or underscore, like misp_');
}
