import { addToGroup } from '../../common/group-by.ts';
import { normaliseStored } from './event-parts.ts';

interface ObjectLike {
  readonly template_uuid: string;
  readonly Attribute: readonly { readonly object_relation: string | null; readonly value: string }[];
}

/** An index of objects that finds one with all attributes of another object. */
export class ObjectIndex {
  /** The keys of each object, by the keys of its attributes. */
  readonly #byKey = new Map<string, ReadonlySet<string>[]>();

  constructor(objects: readonly ObjectLike[] = []) {
    for (const object of objects) this.add(object);
  }

  add(object: ObjectLike): void {
    const keys = new Set(keysOf(object));
    for (const key of keys) addToGroup(this.#byKey, key, keys);
  }

  has(object: ObjectLike): boolean {
    const keys = keysOf(object);
    const candidates = keys.map((key) => this.#byKey.get(key) ?? []);
    // Compare only the objects with the rarest attribute: a thousand objects may share a common one.
    const fewestCandidates = candidates.reduce(
      (one, other) => (other.length < one.length ? other : one),
      candidates[0] ?? [],
    );
    return fewestCandidates.some((indexed) => keys.every((key) => indexed.has(key)));
  }
}

function keysOf({ template_uuid, Attribute }: ObjectLike): readonly string[] {
  return Attribute.map(({ object_relation, value }) =>
    [template_uuid, object_relation ?? '', normaliseStored(value)].join(' '),
  );
}
