import { SIGHTING_TYPES } from '../../misp/sightings/sighting-types.ts';

export type ReportType = keyof typeof SIGHTING_TYPES;

interface ReportLink {
  /** The value of the link, not validated. Blank without one. */
  readonly uuid: string;
  readonly type: ReportType;
}

/**
 * The fields that a link fills in: uuid and type, as `form.uuid` or `uuid`, the first value that is not blank. The user
 * fills in everything else: a link must not choose where a report goes.
 */
export function fieldsInAddress(search: string): ReportLink {
  const parameters = new URLSearchParams(search);
  const given = (name: string) =>
    [...parameters.getAll(`form.${name}`), ...parameters.getAll(name)]
      // A single-line field does not show line breaks.
      .map((value) => value.replaceAll(/\s+/g, ' ').trim())
      .find((value) => value !== '') ?? '';
  const type = given('type');
  return { uuid: given('uuid'), type: isReportType(type) ? type : 'false_positive' };
}

export function isReportType(text: string): text is ReportType {
  return Object.hasOwn(SIGHTING_TYPES, text);
}
