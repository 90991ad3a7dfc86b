/** Of an event, an attribute, …; in any letter case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The source of a regular expression. */
export const UUID_PATTERN = String.raw`[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}`;
const UUID = new RegExp(`^${UUID_PATTERN}$`);

/** What can stand in a path: anything else could be another page of MISP. */
export function isIdOrUuid(text: string): boolean {
  return /^\d+$/.test(text) || isUuid(text);
}
