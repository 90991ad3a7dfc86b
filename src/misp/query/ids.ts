/** Of an event, an attribute, …; in any letter case. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** What can stand in a path: anything else could be another page of MISP. */
export function isIdOrUuid(text: string): boolean {
  return /^\d+$/.test(text) || isUuid(text);
}
