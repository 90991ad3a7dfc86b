import { plural } from '../../common/plural.ts';
import { isSplunkField } from '../../indicators/columns.ts';
import type { SightingType } from '../../misp/sightings/sighting-types.ts';
import {
  type Refusal,
  type NewSighting,
  Sightings,
  VALUE_NOT_FOUND,
} from '../../misp/sightings/sightings.ts';
import { parseUnixSeconds } from '../../misp/query/time.ts';
import type { Row } from '../../protocol/rows.ts';
import type { AlertContext } from '../action.ts';
import { AlertError } from '../errors.ts';
import { valuesOf } from '../rows/row-content.ts';

const UUID_COLUMN = 'misp_attribute_uuid';

/** Runs `misp_alert_sighting`: adds sightings to the attributes that the results name by value or uuid. */
export async function addSightings(context: AlertContext): Promise<void> {
  const { rows, values, client, signal } = context;
  const byUuid = values['mode'] === 'byuuid';
  const columnsOf = columnSelector(context, byUuid);
  const timeOf = timeReader(context);
  const sourceOf = sourceReader(context);
  const requested = rows.map((row) => ({
    row,
    seen: distinct(columnsOf(row).flatMap((column) => valuesOf(row[column]))).map((subject): NewSighting => ({
      subject,
      timestamp: timeOf(row),
      source: sourceOf(row),
    })),
  }));
  const sightings = new Sightings({ client, signal, type: (values['type'] ?? '0') as SightingType });
  const all = requested.flatMap(({ seen }) => seen);
  const refusals = byUuid ? await sightings.addToAttributes(all) : await sightings.addToValues(all);
  reportOutcome(context, requested, refusals);
}

function reportOutcome(
  context: AlertContext,
  wanted: readonly { readonly row: Row; readonly seen: readonly NewSighting[] }[],
  refusals: readonly Refusal[],
): void {
  const { name } = context.instance;
  const added = refusals.filter((one) => one === undefined).length;
  const unknown = refusals.filter((one) => one === VALUE_NOT_FOUND).length;
  if (unknown > 0 && unknown === refusals.length) {
    // If MISP has none of the values, the alert most likely uses the wrong columns.
    const rows = wanted.map(({ row }) => row);
    context.reportFailure(rows, `No sightings were added: ${name} has none of the values (${unknown}).`);
    return;
  }
  context.logInfo(
    `Added sightings in ${name} for ${added} of ${plural(refusals.length, 'value')}${unknown > 0 ? `; ${unknown} not in MISP` : ''}.`,
  );
  let start = 0;
  for (const { row, seen } of wanted) {
    const rowRefusals = refusals.slice(start, start + seen.length);
    start += seen.length;
    // Values that MISP does not have are normal, so they are no failure.
    const index = rowRefusals.findIndex((refusal) => refusal !== undefined && refusal !== VALUE_NOT_FOUND);
    if (index >= 0)
      context.reportFailure(
        [row],
        `Not added in ${name}: "${seen[index]?.subject ?? ''}": ${rowRefusals[index] ?? ''}`,
      );
    else
      context.reportSuccess(
        [row],
        rowRefusals.includes(undefined)
          ? `Sightings were added in ${name}.`
          : 'There are no values to report.',
      );
  }
}

/**
 * Selects the columns with the values or uuids: those that the parameter fields names; by default the column of uuids, or
 * all columns except Splunk's own. @throws AlertError when the results have none of the named columns
 */
function columnSelector(
  { rows, columns, values }: AlertContext,
  byUuid: boolean,
): (row: Row) => readonly string[] {
  const { fields = '', timestamp = '', source = '' } = values;
  const named = distinct(fields.split(/[\s,]+/).filter((field) => field !== ''));
  const chosen = named.length > 0 ? named : byUuid ? [UUID_COLUMN] : undefined;
  if (!chosen) {
    const isValue = (field: string) =>
      field !== timestamp && field !== source && !isSplunkField(field) && !field.startsWith('date_');
    return (row) => Object.keys(row).filter(isValue);
  }
  const missing = chosen.filter((field) => !columns.has(field));
  if (rows.length > 0 && missing.length === chosen.length)
    throw new AlertError(
      `No sightings were added, because the results have no column ${missing.join(', ')}. Set the parameter fields to the column with ${byUuid ? "the attributes' UUIDs" : 'the values'}.`,
    );
  return () => chosen;
}

/** Reads the time of a row, in Unix seconds: now if its cell is empty or is no time. The latter is logged once. */
function timeReader({ values, now, logWarning }: AlertContext): (row: Row) => number {
  const { timestamp: column = '' } = values;
  const seconds = Math.floor(now / 1000);
  let hasWarned = false;
  return (row) => {
    const text = ([row[column] ?? ''].flat()[0] ?? '').trim();
    const time = text === '' ? seconds : parseUnixSeconds(text);
    if (time === undefined && !hasWarned) {
      hasWarned = true;
      logWarning(`${column} is "${text}", which is not a time in Unix seconds. The current time was used.`);
    }
    return time ?? seconds;
  };
}

/** Reads the source of a row: from the column that the parameter source names, or the parameter itself. */
function sourceReader({ columns, values: { source = '' } }: AlertContext): (row: Row) => string {
  const isColumn = columns.has(source);
  return (row) => (isColumn ? [row[source] ?? ''].flat().join(', ') : source);
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
