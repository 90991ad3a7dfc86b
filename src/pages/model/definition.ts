import { quote } from '../../common/quote.ts';
import { parseArguments } from '../../protocol/arguments.ts';
import type { Options } from '../../protocol/options.ts';
import { splitWords, unquoteWord } from './search-words.ts';

/** The definition of a macro that holds options of a search command. */
export interface ParsedDefinition {
  /** Texts by the names of options, without quotation marks. The last one of a name counts. */
  readonly given: ReadonlyMap<string, string>;
  /** A sentence for each mistake. */
  readonly mistakes: readonly string[];
}

/** Parses options as splunkd and the command do. @param options that may be in this macro */
export function parseDefinition(definition: string, options: Options): ParsedDefinition {
  const syntax = syntaxMistakes(definition);
  if (syntax.length > 0) return { given: new Map(), mistakes: syntax };
  const words = splitWords(definition).map(unquoteWord);
  const given = words.map((word): readonly [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return { given: new Map(given), mistakes: parseArguments(words, options).mistakes };
}

/** Writes options as a definition. Blank ones are left out. */
export function definitionOf(options: readonly (readonly [name: string, text: string])[]): string {
  return options
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => `${name}=${valueOf(text.trim())}`)
    .join(' ');
}

/** Why a text cannot be a value in a macro, as the end of "<label> …". */
export function valueMistake(text: string): string | undefined {
  if (text.includes('`')) return 'must not have a backtick: Splunk would read a macro there';
  return /[\r\n]/.test(text) ? 'must be one line' : undefined;
}

const PLAIN = /^[\w.%!:,*+-]+$/;

function valueOf(text: string): string {
  return PLAIN.test(text) ? text : quote(text);
}

/** What would change the search around the macro. */
function syntaxMistakes(definition: string): readonly string[] {
  const outside = definition.replaceAll(/"(?:\\[^]|[^"\\])*"/g, '');
  return [
    ...(definition.includes('`') ? ['Remove the backtick: Splunk would read another macro there.'] : []),
    ...(outside.includes('"')
      ? ['A quotation mark is not closed. Write a quotation mark within a value as \\".']
      : []),
    ...(outside.includes('|')
      ? ['Remove the "|": the macro has options only. Write a value with it in quotation marks.']
      : []),
    ...(/[[\]]/.test(outside) ? ['Remove the brackets: the macro has options only.'] : []),
  ];
}
