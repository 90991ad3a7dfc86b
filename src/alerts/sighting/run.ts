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

const ATTRIBUTE = 'misp_attribute_uuid';

/** `misp_alert_sighting` at work. */
export async function addSightings(context: AlertContext): Promise<void> {
  const { rows, values, client, signal } = context;
  const byUuid = values['mode'] === 'byuuid';
  const columnsOf = columnsFor(context, byUuid);
  const timeOf = clockOf(context);
  const sourceOf = sourcesOf(context);
  const wanted = rows.map((row) => ({
    row,
    seen: distinct(columnsOf(row).flatMap((column) => valuesOf(row[column]))).map((subject): NewSighting => ({
      subject,
      timestamp: timeOf(row),
      source: sourceOf(row),
    })),
  }));
  const sightings = new Sightings({ client, signal, type: (values['type'] ?? '0') as SightingType });
  const all = wanted.flatMap(({ seen }) => seen);
  const refusals = byUuid ? await sightings.addToAttributes(all) : await sightings.addToValues(all);
  tell(context, wanted, refusals);
}

function tell(
  context: AlertContext,
  wanted: readonly { readonly row: Row; readonly seen: readonly NewSighting[] }[],
  refusals: readonly Refusal[],
): void {
  const { name } = context.instance;
  const added = refusals.filter((one) => one === undefined).length;
  const unknown = refusals.filter((one) => one === VALUE_NOT_FOUND).length;
  if (unknown > 0 && unknown === refusals.length) {
    // An alert about what MISP knows, of which it knows nothing, looks at the wrong columns.
    const rows = wanted.map(({ row }) => row);
    context.failed(rows, `Nothing was sighted: none of the ${unknown} values is in ${name}.`);
    return;
  }
  context.info(
    `Sighted in ${name}: ${added} of ${refusals.length} values${unknown > 0 ? `; ${unknown} are in no attribute of MISP's` : ''}.`,
  );
  let start = 0;
  for (const { row, seen } of wanted) {
    const its = refusals.slice(start, start + seen.length);
    start += seen.length;
    // Of all the values of a result, MISP knows few.
    const index = its.findIndex((refusal) => refusal !== undefined && refusal !== VALUE_NOT_FOUND);
    if (index >= 0)
      context.failed([row], `Not sighted in ${name}: "${seen[index]?.subject ?? ''}": ${its[index] ?? ''}`);
    else context.done([row], its.includes(undefined) ? `Sighted in ${name}.` : 'Nothing to sight.');
  }
}

/** Which columns of a row hold what was seen: those named by `fields`, else the uuid's or all but Splunk's own. */
function columnsFor(
  { rows, columns, values }: AlertContext,
  byUuid: boolean,
): (row: Row) => readonly string[] {
  const { fields = '', timestamp = '', source = '' } = values;
  const named = distinct(fields.split(/[\s,]+/).filter((field) => field !== ''));
  const chosen = named.length > 0 ? named : byUuid ? [ATTRIBUTE] : undefined;
  if (!chosen) {
    const isValue = (field: string) =>
      field !== timestamp && field !== source && !isSplunkField(field) && !field.startsWith('date_');
    return (row) => Object.keys(row).filter(isValue);
  }
  const missing = chosen.filter((field) => !columns.has(field));
  if (rows.length > 0 && missing.length === chosen.length)
    throw new AlertError(
      `The results have no column ${missing.join(', ')}: nothing was sighted. Name the column with ${byUuid ? "the attributes' uuids" : 'the values'} in the parameter fields.`,
    );
  return () => chosen;
}

/** Unix seconds of a row; now where its column is missing, or holds no time, which is told once. */
function clockOf({ values, now, warn }: AlertContext): (row: Row) => number {
  const { timestamp: column = '' } = values;
  const seconds = Math.floor(now / 1000);
  let hasWarned = false;
  return (row) => {
    const text = ([row[column] ?? ''].flat()[0] ?? '').trim();
    const time = text === '' ? seconds : parseUnixSeconds(text);
    if (time === undefined && !hasWarned) {
      hasWarned = true;
      warn(`${column} is "${text}", which is no time in Unix seconds: now was taken.`);
    }
    return time ?? seconds;
  };
}

/** What the column of this name says; the parameter itself where there is no such column. */
function sourcesOf({ columns, values: { source = '' } }: AlertContext): (row: Row) => string {
  const isColumn = columns.has(source);
  return (row) => (isColumn ? [row[source] ?? ''].flat().join(', ') : source);
}

function distinct(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
