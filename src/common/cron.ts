/**
 * Checks a cron schedule as Splunk reads it: five fields with numbers, `*`, lists, ranges and steps. Splunk knows no names of
 * months or days (savedsearches.conf.spec, cron_schedule; inputs.conf.spec, interval), and days of the week are 0 to 6
 * (https://docs.splunk.com/Documentation/Splunk/9.4.0/Alert/CronExpressions).
 *
 * @returns what is wrong, as the end of "<label> …". Undefined for a schedule that Splunk can run.
 */
export function cronMistake(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length || fields[0] === '')
    return 'must have five fields (minute, hour, day of month, month, day of week), like 15 4 * * *';
  for (const [index, field] of FIELDS.entries()) {
    const mistake = mistakeIn(fields[index] ?? '', field);
    if (mistake !== undefined) return mistake;
  }
  return neverMistake(fields);
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly maxText?: string;
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12 },
  { name: 'day of week', min: 0, max: 6, maxText: '6 (0 is Sunday)' },
];

const PART = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/;

function mistakeIn(text: string, field: Field): string | undefined {
  const { name, min, max, maxText = String(max) } = field;
  for (const part of text.split(',')) {
    const match = PART.exec(part);
    if (!match) {
      const kind = /[a-z]/i.test(part) ? 'use numbers, Splunk knows no names' : 'use *, 5, 1-5, */5 or 1,2,3';
      return `has "${part}" as ${name}: ${kind}`;
    }
    const [, from, to, step] = match;
    for (const one of [from, to])
      if (one !== undefined && (Number(one) < min || Number(one) > max))
        return `has ${one} as ${name}: use ${min} to ${maxText}`;
    if (from !== undefined && to !== undefined && Number(from) > Number(to))
      return `has the range ${from}-${to} as ${name}: write the lower number first`;
    if (step === undefined) continue;
    if (Number(step) < 1 || Number(step) > max)
      return `has the step ${step} as ${name}: use a step from 1 to ${max}`;
    if (from !== undefined && to === undefined)
      return `has "${part}" as ${name}: a step needs a range, like ${from}-${max}/${step}`;
  }
  return undefined;
}

/** Days of the months, January first. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that no chosen month has, like February 30, never comes. With a day of the week, cron runs on that day, too. */
function neverMistake([, , days = '', months = '', weekdays = '']: readonly string[]): string | undefined {
  if (days.includes('*') || !weekdays.startsWith('*')) return undefined;
  const firstDay = Math.min(...days.split(',').map((part) => Number.parseInt(part, 10)));
  const chosen = MONTH_DAYS.filter((_days, index) => isIn(index + 1, months));
  return chosen.some((count) => count >= firstDay)
    ? undefined
    : `never runs: no month of "${months}" has a day ${firstDay}`;
}

function isIn(value: number, text: string): boolean {
  return text.split(',').some((part) => {
    const [, from, to = from, step = '1'] = PART.exec(part) ?? [];
    const start = from === undefined ? 1 : Number(from);
    return (
      value >= start && value <= (to === undefined ? 12 : Number(to)) && (value - start) % Number(step) === 0
    );
  });
}
