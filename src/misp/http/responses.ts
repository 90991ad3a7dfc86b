/**
 * The rows of a restSearch response, not validated: `{"response": {"Attribute": […]}}`, `{"response": [{"Event": {…}}]}`,
 * or the list alone. PHP writes an empty map as a list, and some lists as maps. Undefined for any other shape.
 */
export function rowsOf(body: unknown, member: 'Attribute' | 'Event'): readonly unknown[] | undefined {
  const response = isObject(body) && 'response' in body ? body['response'] : body;
  if (Array.isArray(response)) {
    const list: readonly unknown[] = response;
    if (!list.every(isObject)) return undefined;
    return list.map((one) => (isObject(one[member]) ? one[member] : one));
  }
  const rows = isObject(response) ? response[member] : undefined;
  if (Array.isArray(rows)) return rows as readonly unknown[];
  return isObject(rows) ? Object.values(rows) : undefined;
}

/** The count in a header. Undefined when the header is missing or not a count. */
export function countHeader(headers: { get(name: string): string | null }, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A number of a response, which may be text. 0 for anything else. */
export function toNumber(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isNaN(number) ? 0 : number;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
