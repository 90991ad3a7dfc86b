import { UUID_PATTERN } from '../query/ids.ts';
import { type Kind, type Member, type Shape, TYPE_PATTERN } from './shape.ts';

/** A regular expression for a row, and the group of each member. */
export interface RowPattern {
  /** Sticky: the row starts at `lastIndex`, or after whitespace there. */
  readonly expression: RegExp;
  /** By member. A group has the text without quotation marks, or the JSON of an object or list. */
  readonly groups: Readonly<Record<string, number>>;
}

/** A member of the rows that a pattern is generated for. */
export interface SeenMember {
  readonly name: string;
  /** Whether some rows lack it. */
  readonly isOptional: boolean;
  /** Whether it is an object or a list. */
  readonly isContainer: boolean;
}

/**
 * Generates a pattern that matches only rows that are valid JSON and conform to the shape. Objects and lists within must
 * be checked separately. Some rows that conform do not match.
 * @param seen members in the order in which MISP writes them
 * @param isCaptured whether a member has a group
 */
export function rowPatternOf(
  { members: declared }: Shape,
  seen: readonly SeenMember[],
  isCaptured: (member: SeenMember) => boolean,
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
    const captures = isCaptured(one);
    if (captures) groups[name] = count += 1;
    const source = `${index === 0 ? '' : ','}"${name}":${before}${captures ? '(' : '(?:'}${value})${after}`;
    return isOptional ? `(?:${source})?` : source;
  });
  return { expression: new RegExp(`${WHITESPACE}\\{${sources.join('')}\\}`, 'y'), groups };
}

/** JSON's whitespace. */
export const WHITESPACE = '[ \\t\\r\\n]*';

const CHARACTERS = '[^"\\\\\\x00-\\x1f]*';
const ESCAPE = '\\\\(?:["\\\\/bfnrt]|u[\\da-fA-F]{4})';
const TEXT = `${CHARACTERS}(?:${ESCAPE}${CHARACTERS})*`;
const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const SCALAR = `(?:"${TEXT}"|${NUMBER}|true|false|null)`;

/** The content of a list or object without lists or objects in it. */
const FLAT = `[^"[\\]{}]*(?:"${CHARACTERS}(?:\\\\.${CHARACTERS})*"[^"[\\]{}]*)*`;
/** Levels below a row. The weights of a decaying model are five levels deep. */
const DEPTH = 6;
const CONTAINER = container(DEPTH);

/** Captures any object. */
export const ANY_OBJECT = new RegExp(`${WHITESPACE}(${container(DEPTH + 1)})`, 'y');

/** Matches a list or object by its brackets. Only JSON.parse shows whether it is valid. */
function container(depth: number): string {
  const inner = depth === 1 ? FLAT : `${FLAT}(?:${container(depth - 1)}${FLAT})*`;
  return `[[{]${inner}[\\]}]`;
}

const TEXTS: Readonly<Record<Exclude<Kind, 'flag' | 'number'>, string>> = {
  // An id of sixteen digits may be too large for a number.
  id: '[1-9]\\d{0,14}',
  digits: '\\d+',
  uuid: UUID_PATTERN,
  type: TYPE_PATTERN,
  text: TEXT,
};

/** Patterns for the value and for the characters around it. */
function valueOf({ kind, fallback }: Member): readonly [before: string, value: string, after: string] {
  if (kind === 'flag') return ['', 'true|false', ''];
  if (kind === 'number') return ['', NUMBER, ''];
  return fallback === null ? ['(?:null|"', TEXTS[kind], '")'] : ['"', TEXTS[kind], '"'];
}
