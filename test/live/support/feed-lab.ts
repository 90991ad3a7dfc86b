import { feedOf, FEED_NAMES, runFeed } from '../../stand-ins/splunk/es.ts';
import { runSavedSearch } from '../../stand-ins/splunk/spl/run.ts';
import { freeAddresses, newValue } from './indicators.ts';
import { INSTANCE, lab, SESSION } from './lab.ts';
import { documentedPlaces, placed } from './mapping.ts';
import type { Comparison } from './tally.ts';
import type { Attribute, EventView } from './truth.ts';

/** Attributes of the window that all ten feeds are filled from. */
const MOST = 4_000;
/** What the feeds are run with while an own event is changed. */
export const SOURCE = `misp_instance=${INSTANCE} changed=10m`;

/** Runs all ten, whatever the age of what they find: 0 is what the reconciliation gives to what is gone. */
export async function runAll(source: string, comparison: Comparison): Promise<void> {
  for (const feed of FEED_NAMES) {
    const { failed, messages } = await runFeed(lab().splunk, feed, {
      sessionKey: SESSION,
      macros: { misp_es_source: source, misp_es_max_age: '1' },
    });
    if (failed)
      comparison.mismatch(`MISP_ES_${feed}_intel failed: ${messages.map(([, text]) => text).join(' ')}`);
  }
}

export async function reconcile(comparison: Comparison): Promise<void> {
  const macros = { misp_es_source: SOURCE };
  const { failed, messages } = await runSavedSearch(lab().splunk, 'MISP_ES_reconcile', {
    sessionKey: SESSION,
    macros,
  });
  if (failed) comparison.mismatch(`MISP_ES_reconcile failed: ${messages.map(([, text]) => text).join(' ')}`);
}

/** Values of a column with the ids of their events, in lower case. */
export function valuesOf(
  feed: string,
  column: string,
  eventId?: string,
): readonly (readonly [string, string])[] {
  return feedOf(lab().splunk, feed).rows.flatMap((row) => {
    const [, event = ''] = / \| MISP event (\d+)$/.exec(row['description'] ?? '') ?? [];
    const value = (row[column] ?? '').toLowerCase();
    return value === '' || event === '' || (eventId !== undefined && event !== eventId)
      ? []
      : [[value, event] as const];
  });
}

/** By feed and column, values in lower case with an event that has them, as the shipped filters let them through. */
export async function expectedValues(
  from: number,
  to: number,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const within = (time: string) => Number(time) >= from && Number(time) <= to;
  const values = new Map<string, Map<string, string>>();
  const places = documentedPlaces();
  const events = [...lab().universe.events.values()].filter(
    ({ timestamp, publish_timestamp, published }) =>
      published && (within(timestamp) || within(publish_timestamp)),
  );
  for (const { id } of events) {
    for (const attribute of await lab().truth.attributes(id, { enforceWarninglist: true })) {
      const { deleted, to_ids, category } = attribute;
      if (deleted || !to_ids || category === 'Antivirus detection') continue;
      for (const { feed, column, value } of placed(attribute, places)) {
        const known = values.get(`${feed} ${column}`) ?? new Map<string, string>();
        known.set(value.toLowerCase(), id);
        values.set(`${feed} ${column}`, known);
      }
    }
  }
  return values;
}

/** The time since which the events that were published or changed have at most so many attributes, and now. */
export function busyWindow(): readonly [number, number] {
  const events = [...lab().universe.events.values()].sort((a, b) => clockOf(a) - clockOf(b));
  const start = lab().random('feeds').below(events.length);
  let [from, to, count] = [0, 0, 0];
  for (const event of events.slice(start)) {
    count += Number(event.attribute_count ?? 0);
    if (from > 0 && count > MOST && clockOf(event) > to) break;
    from ||= clockOf(event);
    to = clockOf(event);
  }
  return [from, to];
}

/** By the strictest TLP tag, as the documentation has it; the threat level of the own event is undefined. */
export function weightOf(tags: readonly string[]): string {
  const weights = [
    ['tlp:red', 100],
    ['tlp:amber+strict', 90],
    ['tlp:amber', 80],
    ['tlp:green', 40],
    ['tlp:clear', 20],
    ['tlp:white', 20],
  ] as const;
  return String(weights.find(([tag]) => tags.includes(tag))?.[1] ?? 50);
}

function clockOf({ timestamp, publish_timestamp }: { timestamp: string; publish_timestamp: string }): number {
  return Math.max(Number(timestamp), Number(publish_timestamp));
}

/** Adds an attribute for detection of each type that feeds take, but for types that this MISP does not know. */
export async function addIndicators(eventId: string, types: readonly string[]): Promise<void> {
  const { truth } = lab();
  const addresses = await freeAddresses(truth, types.length);
  for (const [index, type] of types.entries()) {
    const value = newValue(type, addresses[index] ?? '45.1.2.3');
    const body = { type, value, to_ids: true, comment: `a "${type}"` };
    if (value !== undefined) await truth.http.ask('POST', `/attributes/add/${eventId}`, body);
  }
}

export function attributeOf({ Attribute: attributes = [] }: EventView, type: string): Attribute {
  const found = attributes.find((one) => one.type === type);
  if (!found) throw new Error(`MISP did not take the own event's ${type}.`);
  return found;
}

export function isOfObject(value: string, event: EventView | undefined): boolean {
  return (event?.Object ?? []).some(({ Attribute: parts = [] }) =>
    parts.some((part) => part.value.toLowerCase() === value.toLowerCase()),
  );
}
