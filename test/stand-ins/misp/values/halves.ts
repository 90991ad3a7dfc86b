import type { StoredAttribute } from '../store/records.ts';

/** The two columns that MISP keeps a value in; of one that is no composite, the second is empty. */
export function halvesOf({
  type,
  value,
}: Pick<StoredAttribute, 'type' | 'value'>): readonly [string, string] {
  const cut = type.includes('|') || type === 'malware-sample' ? value.indexOf('|') : -1;
  return cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
}
