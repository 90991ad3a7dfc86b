/**
 * The rows of an answer of restSearch, unchecked: `{"response": {"Attribute": […]}}`, `{"response": [{"Event": {…}}]}`,
 * or the list alone. PHP writes an empty map as a list, and some lists as maps. Undefined when it is none of these.
 */
export function rowsIn(body: unknown, member: 'Attribute' | 'Event'): readonly unknown[] | undefined {
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

/** A header that holds a count; undefined when there is none. */
export function countIn(headers: { get(name: string): string | null }, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A number of an answer, which may write it as text; 0 for anything else. */
export function numberOf(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isNaN(number) ? 0 : number;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
