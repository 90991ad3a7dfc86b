import { quote } from '../../common/quote.ts';
import { IGNORED } from '../../matching/search-names.ts';
import { oneshot } from '../splunk/search.ts';
import type { Values } from './connections.ts';
import type { FieldErrors } from './validate-form.ts';
import { MAX_SECONDS } from './scheduled-searches.ts';

/** A row of the ignore list. */
export interface Ignored {
  readonly value: string;
  readonly reason: string;
  /** The last day; blank for ever. */
  readonly until: string;
}

/** @throws Error with the search's message */
export async function loadIgnored(): Promise<readonly Ignored[]> {
  const rows = await oneshot(`| inputlookup ${IGNORED} | sort 1000 +str(value)`, '-1m', MAX_SECONDS);
  return rows.map(({ value = '', reason = '', until = '' }) => ({ value, reason, until }));
}

export function validateIgnored({ value = '', until = '' }: Values): FieldErrors {
  return {
    ...(value.trim() === '' && { value: 'is missing' }),
    ...(!/^(\d{4}-\d{2}-\d{2})?$/.test(until.trim()) && { until: 'is a day like 2026-12-31, or blank' }),
  };
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

/** @throws Error with the search's message */
export async function heed({ value }: Ignored): Promise<void> {
  await oneshot(
    `| inputlookup ${IGNORED} | where value!=${quote(value)} | outputlookup ${IGNORED}`,
    '-1m',
    MAX_SECONDS,
  );
}

/** What a link fills in: the value of `ignore`. Nothing is written before a person presses the button. */
export function ignoredInAddress(search: string): string {
  return (new URLSearchParams(search).get('ignore') ?? '').replaceAll(/\s+/g, ' ').trim();
}
