/** A value in double quotes, as searches take it. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, String.raw`\$&`)}"`;
}
