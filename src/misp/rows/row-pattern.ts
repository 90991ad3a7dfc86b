import { UUID_PATTERN } from '../query/ids.ts';
import { type Kind, type Member, type Shape, TYPE_PATTERN } from './shape.ts';

/** A regular expression for rows, and which of its groups holds which member. */
export interface RowPattern {
  /** Sticky: the row begins at `lastIndex`, or after blanks. */
  readonly expression: RegExp;
  /** Of members that are declared, the text without quotation marks; of objects and lists, their JSON. */
  readonly groups: Readonly<Record<string, number>>;
}

/** A member of the rows that a pattern is made for, in the order in which MISP writes them. */
export interface SeenMember {
  readonly name: string;
  /** Whether some rows lack it. */
  readonly isOptional: boolean;
  /** Whether it is an object or a list. */
  readonly isContainer: boolean;
}

/**
 * It matches no row but those that are JSON and regular, as far as objects and lists within are; not all of those.
 * @param isWanted whether there is a group for a member
 */
export function rowPatternOf(
  { members: declared }: Shape,
  seen: readonly SeenMember[],
  isWanted: (member: SeenMember) => boolean,
): RowPattern {
  const groups: Record<string, number> = {};
  let count = 0;
  const sources = seen.map((one, index) => {
    const { name, isOptional, isContainer } = one;
    const member = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const [before, value, after] = isContainer
      ? ['', CONTAINER, '']
      : member
        ? valueOf(member)
        : ['', SCALAR, ''];
    const isGroup = isWanted(one);
    if (isGroup) groups[name] = count += 1;
    const source = `${index === 0 ? '' : ','}"${name}":${before}${isGroup ? '(' : '(?:'}${value})${after}`;
    return isOptional ? `(?:${source})?` : source;
  });
  return { expression: new RegExp(`${BLANKS}\\{${sources.join('')}\\}`, 'y'), groups };
}

/** Those of JSON. */
export const BLANKS = '[ \\t\\r\\n]*';

const CHARACTERS = '[^"\\\\\\x00-\\x1f]*';
const ESCAPE = '\\\\(?:["\\\\/bfnrt]|u[\\da-fA-F]{4})';
const TEXT = `${CHARACTERS}(?:${ESCAPE}${CHARACTERS})*`;
const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const SCALAR = `(?:"${TEXT}"|${NUMBER}|true|false|null)`;

/** What is between the brackets of a list or object that has none within. */
const FLAT = `[^"[\\]{}]*(?:"${CHARACTERS}(?:\\\\.${CHARACTERS})*"[^"[\\]{}]*)*`;
/** The weights in a decaying model are five levels deep in a row. */
const DEPTH = 6;
const CONTAINER = container(DEPTH);

/** Its group holds an object, of whatever members. */
export const ANY_ROW = new RegExp(`${BLANKS}(${container(DEPTH + 1)})`, 'y');

/** A list or object by its brackets: JSON.parse tells whether it is one. */
function container(depth: number): string {
  const inner = depth === 1 ? FLAT : `${FLAT}(?:${container(depth - 1)}${FLAT})*`;
  return `[[{]${inner}[\\]}]`;
}

const TEXTS: Readonly<Record<Exclude<Kind, 'flag' | 'number'>, string>> = {
  // Those of sixteen digits may be too large for a number.
  id: '[1-9]\\d{0,14}',
  digits: '\\d+',
  uuid: UUID_PATTERN,
  type: TYPE_PATTERN,
  text: TEXT,
};

/** What is before the value that is wanted, the value, and what is after it. */
function valueOf({ kind, otherwise }: Member): readonly [before: string, value: string, after: string] {
  if (kind === 'flag') return ['', 'true|false', ''];
  if (kind === 'number') return ['', NUMBER, ''];
  return otherwise === null ? ['(?:null|"', TEXTS[kind], '")'] : ['"', TEXTS[kind], '"'];
}
