/** splunkd's REST writes booleans as true, 1, "1", "true" and so on. */
export function isOn(value: unknown): boolean {
  return /^(1|true|t|yes|y)$/i.test(textOf(value));
}

/** A setting as text; what is not set is blank. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
