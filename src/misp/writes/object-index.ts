import { storedForm } from './event-parts.ts';

interface ObjectLike {
  readonly template_uuid: string;
  readonly Attribute: readonly { readonly object_relation: string | null; readonly value: string }[];
}

/** Objects, to be asked whether one of them has all that another has. */
export class ObjectIndex {
  /** What the objects have that have a certain attribute. */
  readonly #byKey = new Map<string, ReadonlySet<string>[]>();

  constructor(objects: readonly ObjectLike[] = []) {
    for (const object of objects) this.add(object);
  }

  add(object: ObjectLike): void {
    const keys = new Set(keysOf(object));
    for (const key of keys) {
      const known = this.#byKey.get(key);
      if (known) known.push(keys);
      else this.#byKey.set(key, [keys]);
    }
  }

  has(object: ObjectLike): boolean {
    const keys = keysOf(object);
    const candidates = keys.map((key) => this.#byKey.get(key) ?? []);
    // Those with the rarest attribute: a thousand objects may share one.
    const fewest = candidates.reduce(
      (one, other) => (other.length < one.length ? other : one),
      candidates[0] ?? [],
    );
    return fewest.some((known) => keys.every((key) => known.has(key)));
  }
}

function keysOf({ template_uuid, Attribute }: ObjectLike): readonly string[] {
  return Attribute.map(({ object_relation, value }) =>
    [template_uuid, object_relation ?? '', storedForm(value)].join(' '),
  );
}
