import * as v from 'valibot';

const text = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value).trim()),
);

const blankOr = (pattern: RegExp, message: string) =>
  v.optional(v.pipe(text, v.regex(new RegExp(`^$|${pattern.source}`), message)), '');

const seconds = (min: number, max: number, byDefault: string) =>
  v.optional(
    v.pipe(
      text,
      v.regex(/^\d+$/, `is a whole number of seconds from ${min} to ${max}`),
      v.check(
        (value) => Number(value) >= min && Number(value) <= max,
        `is a whole number of seconds from ${min} to ${max}`,
      ),
    ),
    byDefault,
  );

const flag = blankOr(/^(true|false|1|0)$/, 'is true, false, or blank for both');

/** A stanza `[misp://<name>]` of inputs.conf: settings as text, their defaults, and what is wrong with them. */
export const InputStanza = v.object({
  misp_instance: blankOr(/^\w+$/, 'is the name of a MISP instance'),
  interval: v.optional(
    v.pipe(
      text,
      v.regex(
        /^([1-9]\d*|(\S+\s+){4}\S+)$/,
        'is a number of seconds, or a cron schedule of five fields, like */5 * * * *',
      ),
    ),
    '300',
  ),
  index: v.optional(
    v.pipe(
      text,
      v.regex(/^[a-z0-9_][a-z0-9_-]*$/, 'is the name of an index: small letters, digits, _ and -'),
    ),
    'default',
  ),
  start: v.optional(
    v.pipe(
      text,
      v.regex(/^(\d+[dhm]|\d{4}-\d{2}-\d{2}|all)$/, 'is like 30d or 12h, a date like 2026-01-31, or all'),
    ),
    '30d',
  ),
  type: v.optional(text, ''),
  category: v.optional(text, ''),
  tags: v.optional(text, ''),
  not_tags: v.optional(text, ''),
  org: v.optional(text, ''),
  to_ids: flag,
  warning_list: flag,
  published: flag,
  include_events: v.optional(flag, 'true'),
  include_sightings: v.optional(flag, 'true'),
  overlap: seconds(0, 86_400, '300'),
  reconcile_interval: seconds(0, 2_592_000, '86400'),
});
