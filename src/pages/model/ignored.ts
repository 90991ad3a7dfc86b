import { isDay } from '../../common/calendar.ts';
import { quote } from '../../common/quote.ts';
import { IGNORED } from '../../matching/search-names.ts';
import { removeWhere } from '../splunk/rest.ts';
import { oneshot } from '../splunk/search.ts';
import type { Values } from './connections.ts';
import type { FieldErrors } from './validate-form.ts';
import { MAX_SECONDS } from './scheduled-searches.ts';

/** A row of the ignore list. */
export interface Ignored {
  readonly value: string;
  readonly reason: string;
  /** The last day. Blank: without end. */
  readonly until: string;
}

/** @throws Error with the search's message */
export async function loadIgnored(): Promise<readonly Ignored[]> {
  const rows = await oneshot(`| inputlookup ${IGNORED} | sort 1000 +str(value)`, '-1m', MAX_SECONDS);
  return rows.map(({ value = '', reason = '', until = '' }) => ({ value, reason, until }));
}

export function validateIgnored({ value = '', until = '' }: Values): FieldErrors {
  return {
    ...(value.trim() === '' && { value: 'is required' }),
    ...(until.trim() !== '' && !isDay(until.trim()) && { until: 'must be a day like 2026-12-31, or empty' }),
  };
}

/** Whether the last day of a row exists. A search may write any text; the searches of matching treat others as ended. */
export function hasValidDay({ until }: Ignored): boolean {
  return until === '' || isDay(until);
}

/** A value that is there already gets the new reason and day. @throws Error with the search's message */
export async function ignore({ value = '', reason = '', until = '' }: Values): Promise<void> {
  const [one, why, day] = [value, reason, until].map((text) => quote(text.trim()));
  await oneshot(
    `| makeresults | eval ignored=${one}, value=${one}, reason=${why}, until=${day} | table ignored value reason until` +
      ` | outputlookup append=true key_field=ignored ${IGNORED}`,
    '-1m',
    MAX_SECONDS,
  );
}

/** Deletes the entries of a value by a query of the KV store, so that others are not read and written again. @throws RestError */
export async function stopIgnoring({ value }: Ignored): Promise<void> {
  await removeWhere(`storage/collections/data/${IGNORED}`, { query: JSON.stringify({ value }) });
}

/** What a link fills in: the value of `ignore`. Nothing is written before a person selects Save. */
export function ignoredInAddress(search: string): string {
  return (new URLSearchParams(search).get('ignore') ?? '').replaceAll(/\s+/g, ' ').trim();
}
