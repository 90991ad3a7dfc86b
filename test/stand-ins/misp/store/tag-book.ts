import { createHash } from 'node:crypto';
import type { Galaxy, StoredTag } from './records.ts';

/** The tags of a MISP by their names, and the ids of what connects them to events and attributes. */
export class TagBook {
  readonly #tags = new Map<string, StoredTag>();
  readonly #links = new Map<string, string>();
  readonly #galaxies = new Map<string, Galaxy>();
  #last = 0;

  /** Says what a tag's id and colour are; others are numbered as they are met. */
  define(tag: StoredTag): void {
    this.#tags.set(tag.name, tag);
    this.#last = Math.max(this.#last, Number(tag.id));
  }

  /** Ids up to this one are taken. */
  reserve(id: number): void {
    this.#last = Math.max(this.#last, id);
  }

  get(name: string): StoredTag {
    const known = this.#tags.get(name);
    if (known) return known;
    const made = { id: String(++this.#last), name, colour: colourOf(name), numerical_value: null };
    this.#tags.set(name, made);
    return made;
  }

  /** By id, or by name in any letter case. */
  find(idOrName: string): StoredTag | undefined {
    const name = idOrName.trim().toLowerCase();
    return this.all().find((tag) => (/^\d+$/.test(name) ? tag.id === name : tag.name.toLowerCase() === name));
  }

  /** In the order of their ids. */
  all(): StoredTag[] {
    return [...this.#tags.values()].sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** The id of an `EventTag` or `AttributeTag`. */
  linkId(kind: 'event' | 'attribute', id: string, tag: string): string {
    const link = `${kind} ${id} ${tag}`;
    const known = this.#links.get(link);
    if (known !== undefined) return known;
    const made = String(this.#links.size + 1);
    this.#links.set(link, made);
    return made;
  }

  defineGalaxy(tag: string, galaxy: Galaxy): void {
    this.#galaxies.set(tag, galaxy);
  }

  galaxy(tag: string): Galaxy | undefined {
    return this.#galaxies.get(tag);
  }
}

/** What MISP gives a tag that nobody gave one. */
function colourOf(name: string): string {
  return `#${createHash('md5').update(name).digest('hex').slice(0, 6)}`;
}
