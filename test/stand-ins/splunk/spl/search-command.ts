import type { Row } from '../../../../src/protocol/rows.ts';
import { eventTypesOf } from '../index/event-types.ts';
import { type Extraction, extractionOf } from '../index/search-time.ts';
import { type Command, type Context, later } from './context.ts';
import { timeOf } from './relative-time.ts';
import { resultsOf } from './results.ts';
import { type Token, tokensOf } from './search-tokens.ts';
import { parseTerms } from './terms.ts';

/** Keeps the rows that terms on their fields match; as the first command, gets the events that do. */
export const search: Command = (args, context, place) => {
  if (place.isFirst) return events(args, context);
  return filter(args, context, place);
};

const filter: Command = later((args, _context, { name }) => {
  const test = parseTerms(name, args);
  return ({ rows, fields }) => ({ fields, rows: rows.filter(test) });
});

/** Fields come by the installed app's props.conf, eventtypes.conf and tags.conf, the newest event first. */
function events(args: string, context: Context) {
  const { tokens, earliest, latest } = withoutTimes(tokensOf(args), context);
  if (!tokens.some(({ text }, at) => text === 'index' && tokens[at + 1]?.text === '='))
    throw new Error('Which indexes are searched without index= is up to the role: say one.');
  const isInternal = tokens.some(({ text }) => text.startsWith('_'));
  const test = parseTerms('search', tokens);
  const typed = eventTypesOf(context.conf('eventtypes'), context.conf('tags'));
  const extractions = new Map<string, Extraction>();
  const extract = (sourcetype: string) => {
    const known = extractions.get(sourcetype) ?? extractionOf(sourcetype, context.conf('props'), context.now);
    extractions.set(sourcetype, known);
    return known;
  };
  return () => {
    const rows: Row[] = context.splunk.index
      .between(earliest, latest)
      // A star does not stand for internal indexes.
      .filter(({ index }) => isInternal || !index.startsWith('_'))
      .map((event) => typed(extract(event.sourcetype)(event)));
    return resultsOf(rows.filter(test), ['_time', '_indextime', '_raw']);
  };
}

/** `earliest` and `latest` of a search go before the time range that it is run with; a range that is not said is all time. */
function withoutTimes(all: readonly Token[], { options, now }: Context) {
  const tokens = [...all];
  const take = (name: string): number | undefined => {
    const at = tokens.findIndex(({ kind, text }) => kind === 'word' && text === name);
    if (at < 0) return undefined;
    const [, equals, value] = tokens.splice(at, 3);
    if (equals?.text !== '=' || value?.kind !== 'word') throw new Error(`${name} takes a time.`);
    return timeOf(value.text, now);
  };
  const earliest = take('earliest') ?? options.earliest ?? 0;
  const latest = take('latest') ?? options.latest ?? 0;
  return { tokens, earliest, latest: latest === 0 ? Infinity : latest };
}
