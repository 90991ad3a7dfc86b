import { MAX_TEXT_LENGTH } from '../http/bounds.ts';
import { ATTRIBUTE } from './attribute-shape.ts';
import { detached } from './detached.ts';
import { Parts } from './parts.ts';
import { ANY_ROW, rowPatternOf, type SeenMember } from './row-pattern.ts';
import type { Attribute } from './types.ts';

/** Reads rows whose members come in one order. */
export class RowReader {
  readonly #expression: RegExp;
  /** The number of the group of each member. */
  readonly #groups: Readonly<Record<keyof Attribute, number>>;
  readonly #parts: readonly {
    readonly name: string;
    readonly group: number;
    readonly parts: Parts;
    readonly isDeclared: boolean;
  }[];
  /** Where the row ends that was read last. */
  end = 0;
  #parsed = 0;

  /** @param members of the rows; all that are declared are among them */
  constructor(members: readonly SeenMember[]) {
    const { expression, groups } = rowPatternOf(ATTRIBUTE, members);
    this.#expression = expression;
    this.#groups = groups;
    this.#parts = members
      .filter(({ isContainer }) => isContainer)
      .map(({ name }) => {
        const part = DECLARED.get(name);
        // What is not declared has to be JSON, that is all.
        const parts = new Parts(part ? part.isRegular : () => true);
        return { name, group: groups[name] ?? 0, parts, isDeclared: part !== undefined };
      });
  }

  /** Characters that JSON.parse has read, ever. */
  get parsed(): number {
    return this.#parts.reduce((sum, { parts }) => sum + parts.parsed, this.#parsed);
  }

  /** The row that begins there, if it is regular. @throws SyntaxError */
  regular(text: string, start: number): Attribute | undefined {
    this.#expression.lastIndex = start;
    const found = this.#expression.exec(text);
    if (found === null || found[0].length > MAX_TEXT_LENGTH) return undefined;
    const at = this.#groups;
    const row = {
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
    if (!this.#addParts(row, found)) return undefined;
    this.end = this.#expression.lastIndex;
    return row;
  }

  /** The object that begins there, whatever it is; undefined where none does. @throws SyntaxError */
  any(text: string, start: number): unknown {
    ANY_ROW.lastIndex = start;
    const json = ANY_ROW.exec(text)?.[1];
    if (json === undefined) return undefined;
    this.#parsed += json.length;
    this.end = ANY_ROW.lastIndex;
    return JSON.parse(json);
  }

  /** @returns whether all are regular */
  #addParts(row: Record<string, unknown>, found: RegExpExecArray): boolean {
    for (const { name, group, parts, isDeclared } of this.#parts) {
      const json = found[group];
      if (json === undefined) continue;
      const { value, isRegular } = parts.of(json);
      if (!isRegular) return false;
      if (isDeclared) row[name] = value;
    }
    return true;
  }
}

const DECLARED = new Map(Object.entries(ATTRIBUTE.parts ?? {}));

function textOf(found: string | undefined): string {
  if (found === undefined) return '';
  return found.includes('\\') ? (JSON.parse(`"${found}"`) as string) : detached(found);
}

function textOrNull(found: string | undefined): string | null {
  return found === undefined ? null : textOf(found);
}
