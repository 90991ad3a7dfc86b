import { isReserved } from './reserved-names.ts';

/** A value under the name of its type: `ip-dst` -> `ip_dst`, `domain|ip` -> `domain_p_ip`; case is kept. */
export interface TypedValue {
  readonly name: string;
  readonly value: string;
}

/**
 * The values that an attribute has under the names of types: itself, or, split, both halves of a composite in their
 * order. MISP cuts at the first `|`; without one the left half is all there is. A tombstone that MISP has sanitised has
 * no type, and no such value.
 */
export function typedValues(type: string, value: string, split: boolean): readonly TypedValue[] {
  if (type === '') return [];
  const names = namesOf(type);
  if (!split || names.halves === undefined) return [{ name: names.whole, value }];
  const cut = value.indexOf('|');
  if (cut < 0) return [{ name: names.halves[0], value }];
  return [
    { name: names.halves[0], value: value.slice(0, cut) },
    { name: names.halves[1], value: value.slice(cut + 1) },
  ];
}

interface Names {
  readonly whole: string;
  readonly halves: readonly [string, string] | undefined;
}

const MAX_KNOWN = 1000;
const known = new Map<string, Names>();

function namesOf(type: string): Names {
  let names = known.get(type);
  if (!names) {
    const cut = type.indexOf('|');
    const whole = free(nameOf(type), nameOf(type));
    names = {
      whole,
      halves: cut < 0 ? undefined : [halfName(type, type.slice(0, cut)), halfName(type, type.slice(cut + 1))],
    };
    // MISP has some two hundred types; what has thousands is something else.
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(type, names);
  }
  return names;
}

/** The right half of `regkey|value` would be `value`, which is the whole: it is `regkey_value` instead. */
function halfName(type: string, half: string): string {
  return free(nameOf(half), nameOf(type).replace('_p_', '_'));
}

/** There is a MISP type `comment`, and halves are called `value`. What begins like a name of ours is `type_…`. */
function free(name: string, otherwise: string): string {
  const names = [name, otherwise, `${otherwise}_value`];
  return names.find((one) => !isReserved(one)) ?? `type_${name}`;
}

function nameOf(type: string): string {
  return type.replaceAll('-', '_').replaceAll('|', '_p_');
}
