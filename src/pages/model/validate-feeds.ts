import type { FeedSettings } from './macros.ts';
import type { FieldErrors } from './validate-form.ts';

const RULES: readonly (readonly [keyof FeedSettings, RegExp, string])[] = [
  [
    'instance',
    /^(\*|\w+(\s*,\s*\w+)*)?$/,
    'must be one or more names separated by commas, *, or empty for the only one',
  ],
  ['window', /^(\d+[dhms]|\d{4}-\d{2}-\d{2})$/, 'must be like 2d or 12h, or a date like 2026-01-31'],
  // Without it a feed does not see withdrawn indicators.
  ['misp_es_filters', /(^|\s)include_withdrawn=(true|t|1)(\s|$)/i, 'must keep include_withdrawn=true'],
  ['days', /^[1-9]\d{0,3}$/, 'must be a number of days from 1 to 9999'],
];

export function validateFeeds(settings: FeedSettings): FieldErrors {
  return Object.fromEntries(
    RULES.filter(([name, pattern]) => !pattern.test(settings[name].trim())).map(([name, , text]) => [
      name,
      text,
    ]),
  );
}
