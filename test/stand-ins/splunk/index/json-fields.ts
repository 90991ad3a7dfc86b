import { type Cell, cellOf } from '../spl/results.ts';

/** limits.conf.spec, extraction_cutoff: what is beyond so many bytes of an event is not extracted. */
const EXTRACTION_CUTOFF = 5000;

/**
 * The fields that `KV_MODE = json` finds: members by their names, those of objects after a dot, elements of lists under
 * the name with `{}`. Booleans and nulls are the words that stand there. What is no JSON object has no fields.
 */
export function jsonFields(raw: string): Map<string, Cell> {
  const found = new Map<string, string[]>();
  const parsed = objectOf(raw);
  // The braces, commas and colons around the members count, too.
  let end = 1;
  for (const [name, value] of Object.entries(parsed)) {
    end += Buffer.byteLength(`${JSON.stringify(name)}:${JSON.stringify(value)},`);
    if (end - 1 > EXTRACTION_CUTOFF) break;
    collect(name, value, found);
  }
  return new Map([...found].map(([name, values]) => [name, cellOf(values)]));
}

function objectOf(raw: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

function collect(name: string, value: unknown, found: Map<string, string[]>): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(`${name}{}`, one, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, one] of Object.entries(value)) collect(`${name}.${member}`, one, found);
  } else {
    found.set(name, [...(found.get(name) ?? []), String(value)]);
  }
}
