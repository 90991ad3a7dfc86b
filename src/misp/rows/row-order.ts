import type { SeenMember } from './row-pattern.ts';
import { type Members, type Shape } from './shape.ts';

const MAX_MEMBERS = 64;
const NAME = /^\w+$/;

/**
 * The members of rows in the order of the rows. Undefined if there can be no pattern for them: without rows, or when no
 * row has a declared member.
 */
export function memberOrder(rows: readonly unknown[], shape: Shape): readonly SeenMember[] | undefined {
  const members = rows.filter(isRow);
  const names: string[] = [];
  const counts = new Map<string, number>();
  const containers = new Set(Object.keys(shape.parts ?? {}));
  for (const row of members) {
    let place = 0;
    for (const name in row) {
      const count = counts.get(name);
      if (count === undefined) {
        names.splice(place, 0, name);
        if (names.length > MAX_MEMBERS) return undefined;
        if (typeof row[name] === 'object' && row[name] !== null) containers.add(name);
      }
      counts.set(name, (count ?? 0) + 1);
      place = names.indexOf(name, place) + 1;
    }
  }
  const isUsable =
    names.every((name) => NAME.test(name)) &&
    Object.keys(shape.members).every((name) => counts.has(name) && !containers.has(name));
  if (!isUsable || counts.get(names[0] ?? '') !== members.length) return undefined;
  return names.map((name) => ({
    name,
    isOptional: !Object.hasOwn(shape.members, name) && counts.get(name) !== members.length,
    isContainer: containers.has(name),
  }));
}

function isRow(row: unknown): row is Members {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}
