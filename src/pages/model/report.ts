import { RestError } from '../splunk/rest-error.ts';
import { quote } from '../../common/quote.ts';
import { COMMAND_SECONDS, oneshot, type Result } from '../splunk/search.ts';
import { type ReportFields, timeOf } from './report-fields.ts';

/** The result of a report. */
export interface ReportOutcome {
  readonly isAdded: boolean;
  /** Why the sighting was not added. Blank on success. */
  readonly message: string;
}

/** The fields of an attribute, with the prefix misp_. */
export type FoundAttribute = Result;

/** The search that reads an attribute, with quoted values. */
export function lookUpSearch({ instance, uuid }: Pick<ReportFields, 'instance' | 'uuid'>): string {
  const filter = JSON.stringify({ uuid: normalized(uuid) });
  return `| mispgetioc misp_instance=${quote(instance)} json_request=${quote(filter)} prefix=misp_ expand_object=true pipesplit=false`;
}

/** Reads an attribute. Undefined when it does not exist or is not visible to the key. @throws Error with the message of the command */
export async function lookUp(
  target: Pick<ReportFields, 'instance' | 'uuid'>,
): Promise<FoundAttribute | undefined> {
  const [row] = await oneshot(lookUpSearch(target), '-1m', COMMAND_SECONDS);
  return row;
}

/** The search that adds the sighting, with quoted values. @param now Unix seconds @throws TimeError */
export function reportSearch(fields: ReportFields, now: number): string {
  const { instance, uuid, type, source } = fields;
  const time = timeOf(fields, now);
  const at = time === undefined ? '' : `, sighting_time=${time}`;
  return [
    '| makeresults',
    `| eval misp_attribute_uuid=${quote(normalized(uuid))}${at}`,
    [
      `| mispsight misp_instance=${quote(instance)} type=${type}`,
      ...(source.trim() === '' ? [] : [`source=${quote(source.trim())}`]),
      ...(time === undefined ? [] : ['timestamp_field=sighting_time']),
    ].join(' '),
    '| table misp_attribute_uuid, misp_sighting, misp_sighting_message',
  ].join(' ');
}

/** Adds the sighting once. @throws Error with the message of the command, or that the result is unknown */
export async function sendReport(fields: ReportFields, now: number): Promise<ReportOutcome> {
  const [row] = await oneshot(reportSearch(fields, now), '-1m', COMMAND_SECONDS).catch((error: unknown) => {
    if (error instanceof RestError && (error.status === 0 || error.status >= 500))
      throw new Error(`${error.message} ${NOT_KNOWN}`, { cause: error });
    throw error;
  });
  const { misp_sighting: said, misp_sighting_message: message = '' } = row ?? {};
  if (said === undefined) throw new Error(`The search ended without a result. ${NOT_KNOWN}`);
  return { isAdded: said === 'added', message };
}

const NOT_KNOWN =
  'MISP may or may not have the report. Look at the sightings of the attribute in MISP before you report again.';

function normalized(uuid: string): string {
  return uuid.trim().toLowerCase();
}
