import type { Context, Step } from './context.ts';
import { NOTHING, textOf } from './results.ts';

const PIECE = /"(?:\\[^]|[^"\\])*"|\[|\]|[^"[\]]+/g;

/** Where `[| … ]` stands among arguments, outside of quotes. @throws Error on more than one */
function bracketsIn(args: string): { readonly start: number; readonly end: number } | undefined {
  let start: number | undefined;
  for (const { 0: piece, index } of args.matchAll(PIECE)) {
    if (piece === '[' && start === undefined) start = index;
    if (piece === ']' && start !== undefined) {
      const end = index + 1;
      if (bracketsIn(args.slice(end))) throw new Error(`More than one subsearch is not supported: ${args}`);
      return { start, end };
    }
  }
  return undefined;
}

/**
 * A command whose arguments have a subsearch: Splunk runs that first, over the time range that the search is run with, and puts
 * what it gives in its place. Only the value of one field `search` in one row is supported.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/Search/Changetheformatofsubsearchresults
 */
export function withSubsearch(
  args: string,
  context: Context,
  compile: (args: string) => Step,
): Step | undefined {
  const place = bracketsIn(args);
  if (!place) return undefined;
  const subsearch = args.slice(place.start + 1, place.end - 1).trim();
  if (!subsearch.startsWith('|'))
    throw new Error(`A subsearch that starts with no pipe is not supported: ${args}`);
  const run = context.compile(subsearch, true);
  const filled = (value: string) => `${args.slice(0, place.start)}${value}${args.slice(place.end)}`;
  // Nothing is run that is not understood. Behind an operator, a parenthesis or a comma there is a value, elsewhere a term.
  compile(filled(/[=<>(,]\s*$/.test(args.slice(0, place.start)) ? '1' : 'a=1'));
  return async (results) => {
    const { rows, fields } = await run(NOTHING);
    const value = textOf(rows[0]?.['search']);
    if (rows.length !== 1 || fields.join() !== 'search' || value === undefined)
      throw new Error(`A subsearch that gives other than one row with the field search: ${args}`);
    return compile(filled(value))(results);
  };
}
