import { isReserved } from './reserved-names.ts';

/** A value with the field name of its type: `ip-dst` -> `ip_dst`, `domain|ip` -> `domain_p_ip`. Keeps letter case. */
export interface TypedValue {
  readonly name: string;
  readonly value: string;
}

/**
 * The values of an attribute with the field names of their types: the whole value or, if `split`, both halves of a
 * composite in order. Like MISP, splits at the first `|`; without one there is only the left half. Empty without a type,
 * as in a sanitised tombstone.
 */
export function typedValues(type: string, value: string, split: boolean): readonly TypedValue[] {
  if (type === '') return [];
  const names = fieldNamesOf(type);
  if (!split || names.halves === undefined) return [{ name: names.whole, value }];
  const cut = value.indexOf('|');
  if (cut < 0) return [{ name: names.halves[0], value }];
  return [
    { name: names.halves[0], value: value.slice(0, cut) },
    { name: names.halves[1], value: value.slice(cut + 1) },
  ];
}

interface FieldNames {
  readonly whole: string;
  readonly halves: readonly [string, string] | undefined;
}

const MAX_CACHED_TYPES = 1000;
const namesByType = new Map<string, FieldNames>();

function fieldNamesOf(type: string): FieldNames {
  let names = namesByType.get(type);
  if (!names) {
    const cut = type.indexOf('|');
    const whole = unreserved(fieldNameOf(type), fieldNameOf(type));
    names = {
      whole,
      halves:
        cut < 0
          ? undefined
          : [fieldNameOfHalf(type, type.slice(0, cut)), fieldNameOfHalf(type, type.slice(cut + 1))],
    };
    // MISP has about two hundred types. Limit the cache for servers that send thousands.
    if (namesByType.size >= MAX_CACHED_TYPES) namesByType.clear();
    namesByType.set(type, names);
  }
  return names;
}

/** The right half of `regkey|value` would be `value`, the name of the whole value. It becomes `regkey_value`. */
function fieldNameOfHalf(type: string, half: string): string {
  return unreserved(fieldNameOf(half), fieldNameOf(type).replace('_p_', '_'));
}

/** Avoids reserved names: there is a MISP type `comment`, for example. The last resort is `type_…`. */
function unreserved(name: string, fallback: string): string {
  const names = [name, fallback, `${fallback}_value`];
  return names.find((one) => !isReserved(one)) ?? `type_${name}`;
}

function fieldNameOf(type: string): string {
  return type.replaceAll('-', '_').replaceAll('|', '_p_');
}
