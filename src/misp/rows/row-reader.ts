import { MAX_TEXT_LENGTH } from '../http/bounds.ts';
import { ATTRIBUTE } from './attribute-shape.ts';
import { detached } from './detached.ts';
import { Parts } from './parts.ts';
import type { PageBytes } from './page-bytes.ts';
import { type OutlinedPage, RowOutline } from './row-outline.ts';
import { ANY_ROW, type RowPattern, rowPatternOf, type SeenMember } from './row-pattern.ts';
import type { Attribute } from './types.ts';

/** Finds and reads rows whose members come in one order. */
export class RowReader {
  /** Finds rows, with their ids, and the parts that have to be checked. */
  readonly #outline: RowPattern;
  /** Reads those that were found, without their parts. */
  readonly #members: RowPattern;
  /** Of members that are declared, in the order of `partNames`, and of those that are not. */
  readonly #parts: readonly { readonly group: number; readonly parts: Parts }[];
  readonly #others: readonly { readonly group: number; readonly parts: Parts }[];
  readonly partNames: readonly string[];
  /** Where the row ends that was found last. */
  end = 0;
  #parsed = 0;

  /** @param members of the rows; all that are declared are among them */
  constructor(members: readonly SeenMember[]) {
    this.#outline = rowPatternOf(ATTRIBUTE, members, ({ name, isContainer }) => isContainer || name === 'id');
    this.#members = rowPatternOf(ATTRIBUTE, members, ({ name }) => Object.hasOwn(ATTRIBUTE.members, name));
    const containers = members.filter(({ isContainer }) => isContainer).map(({ name }) => name);
    const partsOf = (name: string) => ({
      group: this.#outline.groups[name] ?? 0,
      // What is not declared has to be JSON, that is all.
      parts: new Parts(DECLARED.get(name)?.isRegular ?? (() => true)),
    });
    this.partNames = containers.filter((name) => DECLARED.has(name));
    this.#parts = this.partNames.map(partsOf);
    this.#others = containers.filter((name) => !DECLARED.has(name)).map(partsOf);
  }

  /** Characters that JSON.parse has read, ever. */
  get parsed(): number {
    return [...this.#parts, ...this.#others].reduce((sum, { parts }) => sum + parts.parsed, this.#parsed);
  }

  /** The row that begins there, if it is regular. @throws SyntaxError */
  find(page: PageBytes, start: number, outlined: OutlinedPage): RowOutline | undefined {
    const { expression, groups } = this.#outline;
    expression.lastIndex = start - page.start;
    const found = expression.exec(page.text);
    if (found === null || found[0].length > MAX_TEXT_LENGTH) return undefined;
    const values: unknown[] = [];
    for (const { group, parts } of this.#parts) {
      const json = found[group];
      const part = json === undefined ? undefined : parts.of(page.decoded(json));
      if (part?.isRegular === false) return undefined;
      values.push(part?.value);
    }
    for (const { group, parts } of this.#others) parts.of(page.decoded(found[group] ?? '0'));
    this.end = page.start + expression.lastIndex;
    return new RowOutline(Number(found[groups['id'] ?? 0]), start, this.end, values, outlined);
  }

  /** A row that was found there, without its parts. */
  read(page: PageBytes, start: number, end: number): Attribute {
    page.show(start, end);
    const { expression, groups } = this.#members;
    expression.lastIndex = start - page.start;
    const found = expression.exec(page.text) ?? [];
    const textOf = (text = '') =>
      text.includes('\\') ? (JSON.parse(`"${page.decoded(text)}"`) as string) : detached(page.decoded(text));
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

  /** The object that begins there, whatever it is; undefined where none does. @throws SyntaxError */
  any(page: PageBytes, start: number): unknown {
    ANY_ROW.lastIndex = start - page.start;
    const json = ANY_ROW.exec(page.text)?.[1];
    if (json === undefined) return undefined;
    this.#parsed += json.length;
    this.end = page.start + ANY_ROW.lastIndex;
    return JSON.parse(page.decoded(json));
  }
}

const DECLARED = new Map(Object.entries(ATTRIBUTE.parts ?? {}));
