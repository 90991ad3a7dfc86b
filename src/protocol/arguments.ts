import { enumerate } from '../common/enumerate.ts';
import { closestName } from '../common/nearest.ts';
import { shorten } from '../common/shorten.ts';
import { OptionError, type Options, type Values } from './options.ts';

interface ParsedValues<D extends Options> {
  readonly values: Values<D>;
  /** A sentence for each mistake. The values are valid only if there is none. */
  readonly mistakes: readonly string[];
}

export interface ParsedArguments<D extends Options> extends ParsedValues<D> {
  /** Arguments without `=`, for commands with `takesFields`. */
  readonly fields: readonly string[];
}

/** Parses the `args` of getinfo: `name=value` or field names, without quotation marks. The last value of a name counts. */
export function parseArguments<D extends Options>(
  args: readonly string[],
  options: D,
  takesFields = false,
): ParsedArguments<D> {
  const fields: string[] = [];
  const misplaced: string[] = [];
  const given = new Map<string, string>();
  const { joined, spaced } = joinSpaced(args);
  for (const arg of joined) {
    const match = /^([A-Za-z_][\w-]*)\s*=([^]*)$/.exec(arg);
    if (match) given.set(match[1] ?? '', match[2] ?? '');
    else if (takesFields) fields.push(arg);
    else misplaced.push(`"${quotedShort(arg)}"`);
  }
  const { values, mistakes } = parseValues(given, options);
  return {
    values,
    fields,
    mistakes: [...spacedMistake(spaced), ...misplacedMistake(misplaced), ...mistakes],
  };
}

const NAME = /^[A-Za-z_][\w-]*$/;

/** Joins `name = value`, `name =value` and `name= value`, which splunkd passes in pieces. */
function joinSpaced(args: readonly string[]) {
  const joined: string[] = [];
  const spaced: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [one = '', next = '', afterNext] = args.slice(at, at + 3);
    let whole: string | undefined;
    if (NAME.test(one) && next === '=' && afterNext !== undefined) whole = `${one}=${afterNext}`;
    else if (NAME.test(one) && next.length > 1 && next.startsWith('=')) whole = one + next;
    else if (one.length > 1 && NAME.test(one.slice(0, -1)) && one.endsWith('=') && !/^$|=/.test(next))
      whole = one + next;
    joined.push(whole ?? one);
    if (whole === undefined) continue;
    spaced.push(quotedShort(whole));
    at += next === '=' ? 2 : 1;
  }
  return { joined, spaced };
}

const MAX_LISTED = 3;

function spacedMistake(spaced: readonly string[]): readonly string[] {
  if (spaced.length === 0) return [];
  return [`Write options without spaces around the =: ${enumerate(spaced, MAX_LISTED)}.`];
}

function misplacedMistake(quoted: readonly string[]): readonly string[] {
  if (quoted.length === 0) return [];
  const are = quoted.length === 1 ? 'is not an option' : 'are not options';
  return [`${enumerate(quoted, MAX_LISTED)} ${are}: write options as name=value.`];
}

/** Parses the values of options. @param given texts by the names of options */
export function parseValues<D extends Options>(
  given: ReadonlyMap<string, string>,
  options: D,
): ParsedValues<D> {
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, option] of Object.entries(options)) {
    const text = given.get(name);
    if (text !== undefined) {
      try {
        values[name] = option.parse(text);
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        mistakes.push(invalidValueMessage(name, text, error));
      }
    } else if (option.default !== undefined) {
      values[name] = option.default;
    } else if (option.required === true) {
      mistakes.push(`${name} is missing: ${option.text}`);
    }
  }
  for (const name of given.keys()) {
    if (!Object.hasOwn(options, name))
      mistakes.push(unknownNameMessage(name, Object.keys(options), 'option'));
  }
  return { values: values as Values<D>, mistakes };
}

/** What is wrong with the value of an option: `limit="x" must be a whole number from 0 to 100.` */
export function invalidValueMessage(name: string, text: string, error: OptionError): string {
  return `${name}="${quotedShort(text)}" ${error.message}.`;
}

/** A text for a message; a program may have written the search, so texts can be long. */
function quotedShort(text: string): string {
  return shorten(text, MAX_QUOTED);
}

const MAX_QUOTED = 200;

/** The message for an unknown name: `Unknown option "lsat": did you mean "last"?`, or the list of known names. */
export function unknownNameMessage(name: string, known: readonly string[], what: string): string {
  const suggestion = closestName(name.toLowerCase(), known);
  if (suggestion !== undefined) {
    return `Unknown ${what} "${quotedShort(name)}": did you mean "${suggestion}"?`;
  }
  return `Unknown ${what} "${quotedShort(name)}": use one of ${known.join(', ')}.`;
}
