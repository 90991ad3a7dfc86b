/** Whether a text is a UUID, in any letter case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The source of a regular expression for UUIDs. */
export const UUID_PATTERN = String.raw`[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}`;
const UUID = new RegExp(`^${UUID_PATTERN}$`);

/** Whether a text is an id or a UUID. Only these go into a path: anything else could address another page. */
export function isIdOrUuid(text: string): boolean {
  return /^\d+$/.test(text) || isUuid(text);
}
