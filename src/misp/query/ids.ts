/** Whether a text is a UUID, in any letter case. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Whether a text is an id or a UUID. Only these go into a path: anything else could address another page. */
export function isIdOrUuid(text: string): boolean {
  return /^\d+$/.test(text) || isUuid(text);
}
