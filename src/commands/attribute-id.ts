/** What can stand in a path: anything else could be another page of MISP. */
export function isAttributeId(text: string): boolean {
  return /^\d+$/.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
