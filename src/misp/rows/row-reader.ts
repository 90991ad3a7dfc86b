import { MAX_TEXT_LENGTH } from '../http/bounds.ts';
import { ATTRIBUTE } from './attribute-shape.ts';
import { detached } from './detached.ts';
import { type ParseCount, PartCache } from './part-cache.ts';
import type { PageBytes } from './page-bytes.ts';
import { type OutlinedPage, RowOutline } from './row-outline.ts';
import { ANY_OBJECT, type RowPattern, rowPatternOf, type SeenMember } from './row-pattern.ts';
import type { Attribute } from './types.ts';

/** Finds and reads rows whose members are in a known order. */
export class RowReader {
  /** Finds a row, its id and the parts to check. */
  readonly #outlinePattern: RowPattern;
  /** Reads the members of a row that was found. */
  readonly #memberPattern: RowPattern;
  /** Declared parts, in the order of `partNames`. */
  readonly #parts: readonly { readonly group: number; readonly cache: PartCache }[];
  /** Objects and lists that the shape does not declare. */
  readonly #otherParts: readonly { readonly group: number; readonly cache: PartCache }[];
  readonly partNames: readonly string[];
  /** Offset of the end of the last row that was found. */
  end = 0;
  /** What this reader parsed so far. */
  readonly parsed: ParseCount = { characters: 0 };

  /** @param members of the rows, including all declared ones, in their order */
  constructor(members: readonly SeenMember[]) {
    this.#outlinePattern = rowPatternOf(
      ATTRIBUTE,
      members,
      ({ name, isContainer }) => isContainer || name === 'id',
    );
    this.#memberPattern = rowPatternOf(ATTRIBUTE, members, ({ name }) =>
      Object.hasOwn(ATTRIBUTE.members, name),
    );
    const containers = members.filter(({ isContainer }) => isContainer).map(({ name }) => name);
    const partsOf = (name: string) => ({
      group: this.#outlinePattern.groups[name] ?? 0,
      // An undeclared part only has to be JSON.
      cache: new PartCache(DECLARED.get(name)?.conforms ?? (() => true), this.parsed),
    });
    this.partNames = containers.filter((name) => DECLARED.has(name));
    this.#parts = this.partNames.map(partsOf);
    this.#otherParts = containers.filter((name) => !DECLARED.has(name)).map(partsOf);
  }

  /** The outline of the row at an offset, if the row conforms. @throws SyntaxError */
  outlineAt(page: PageBytes, start: number, outlined: OutlinedPage): RowOutline | undefined {
    const { expression, groups } = this.#outlinePattern;
    expression.lastIndex = start - page.start;
    const found = expression.exec(page.text);
    if (found === null || found[0].length > MAX_TEXT_LENGTH) return undefined;
    const values: unknown[] = [];
    for (const { group, cache } of this.#parts) {
      const json = found[group];
      const part = json === undefined ? undefined : cache.get(page.decode(json));
      if (part?.conforms === false) return undefined;
      values.push(part?.value);
    }
    for (const { group, cache } of this.#otherParts) cache.get(page.decode(found[group] ?? '0'));
    this.end = page.start + expression.lastIndex;
    return new RowOutline(Number(found[groups['id'] ?? 0]), start, this.end, values, outlined);
  }

  /** Reads the row between two offsets, without its parts. */
  read(page: PageBytes, start: number, end: number): Attribute {
    page.include(start, end);
    const { expression, groups } = this.#memberPattern;
    expression.lastIndex = start - page.start;
    const found = expression.exec(page.text) ?? [];
    const textOf = (text = '') =>
      text.includes('\\') ? (JSON.parse(`"${page.decode(text)}"`) as string) : detached(page.decode(text));
    const textOrNull = (text: string | undefined) => (text === undefined ? null : textOf(text));
    const at = groups as Readonly<Record<keyof Attribute, number>>;
    return {
      id: textOf(found[at.id]),
      event_id: textOf(found[at.event_id]),
      object_id: textOf(found[at.object_id]),
      object_relation: textOrNull(found[at.object_relation]),
      category: textOf(found[at.category]),
      type: textOf(found[at.type]),
      to_ids: found[at.to_ids] === 'true',
      uuid: textOf(found[at.uuid]),
      timestamp: textOf(found[at.timestamp]),
      distribution: textOf(found[at.distribution]),
      sharing_group_id: textOf(found[at.sharing_group_id]),
      comment: textOf(found[at.comment]),
      deleted: found[at.deleted] === 'true',
      first_seen: textOrNull(found[at.first_seen]),
      last_seen: textOrNull(found[at.last_seen]),
      value: textOf(found[at.value]),
    };
  }

  /** Parses the object at an offset; undefined if there is none. @throws SyntaxError */
  parseAt(page: PageBytes, start: number): unknown {
    ANY_OBJECT.lastIndex = start - page.start;
    const json = ANY_OBJECT.exec(page.text)?.[1];
    if (json === undefined) return undefined;
    this.parsed.characters += json.length;
    this.end = page.start + ANY_OBJECT.lastIndex;
    return JSON.parse(page.decode(json));
  }
}

const DECLARED = new Map(Object.entries(ATTRIBUTE.parts ?? {}));
