/** Whether a value of splunkd's REST API is true: true, 1, "1", "true" and so on. */
export function isOn(value: unknown): boolean {
  return /^(1|true|t|yes|y)$/i.test(textOf(value));
}

/** A setting as text. Blank when it is not set. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
