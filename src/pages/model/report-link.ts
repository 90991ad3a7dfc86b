import { SIGHTING_TYPES } from '../../misp/sightings/sighting-types.ts';

export type ReportType = keyof typeof SIGHTING_TYPES;

interface ReportLink {
  /** Whatever the link has; blank when it has none. */
  readonly uuid: string;
  readonly type: ReportType;
}

/**
 * What a link fills in: uuid and type, as `form.uuid` or `uuid`; of several the first that is not blank. Everything else is left
 * to the person who reports: a link must not choose where a report goes.
 */
export function fieldsInAddress(search: string): ReportLink {
  const parameters = new URLSearchParams(search);
  const given = (name: string) =>
    [...parameters.getAll(`form.${name}`), ...parameters.getAll(name)]
      // A field of one line would not show the breaks.
      .map((value) => value.replaceAll(/\s+/g, ' ').trim())
      .find((value) => value !== '') ?? '';
  const type = given('type');
  return { uuid: given('uuid'), type: isReportType(type) ? type : 'false_positive' };
}

export function isReportType(text: string): text is ReportType {
  return Object.hasOwn(SIGHTING_TYPES, text);
}
