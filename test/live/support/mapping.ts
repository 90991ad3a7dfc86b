import { readFileSync } from 'node:fs';
import type { Attribute } from './truth.ts';

/** Where a type goes: the lookup's feed (`ip`), its column, and which half of a composite. */
interface Place {
  readonly feed: string;
  readonly column: string;
  readonly half: 'left' | 'right' | undefined;
}

const DOCUMENT = new URL('../../../docs/enterprise-security.md', import.meta.url);
const TYPE = /`([^`]+)`(?: \((left|right)\))?/g;

/** The table "What goes where" of the documentation, without objects and what has to be asked for. */
export function documentedPlaces(): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const line of readFileSync(DOCUMENT, 'utf8').split('\n')) {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [, lookup = '', column = '', types = '', include = ''] = cells;
    const [, feed] = /^misp_es_(\w+)_intel$/.exec(lookup) ?? [];
    if (feed === undefined || include !== '' || types.startsWith('object ')) continue;
    for (const [, type = '', half] of types.matchAll(TYPE)) {
      const name = type.replaceAll('\\|', '|');
      places.set(name, [...(places.get(name) ?? []), { feed, column, half: half as Place['half'] }]);
    }
  }
  return places;
}

/** What an attribute puts into which column of which feed, as it is spelt in MISP. */
export function placed(
  attribute: Attribute,
  places: ReadonlyMap<string, readonly Place[]>,
): readonly { readonly feed: string; readonly column: string; readonly value: string }[] {
  const { type, value } = attribute;
  const cut = value.indexOf('|');
  return (places.get(type) ?? []).map(({ feed, column, half }) => ({
    feed,
    column,
    value:
      half === undefined || cut < 0 ? value : half === 'left' ? value.slice(0, cut) : value.slice(cut + 1),
  }));
}
