import { type Segment, splitPipeline, subpipelineOf } from '../stand-ins/splunk/spl/pipeline.ts';

/** A search with its macros expanded, and the name of the one that it goes on with. */
export interface RuledSearch {
  readonly query: string;
  readonly extend?: string;
}

type Searches = Readonly<Record<string, RuledSearch>>;

/**
 * Commands that indexers run on their own events; of others, all events go to the search head.
 * Source: Search Reference, "Command types". bin does so with a span, fillnull with fields.
 */
const ON_INDEXERS = ['bin', 'eval', 'fields', 'fillnull', 'rename', 'search', 'where'];

/** Commands that make a table of sums, most of which indexers calculate. */
const REDUCING = ['chart', 'stats', 'timechart'];

/** Commands that stop at a number of rows, or keep all of them: limits.conf has 50,000 for most. */
const LIMITED = ['append', 'eventstats', 'join', 'mvexpand', 'transaction'];

/** More than any panel shows. */
const MOST_SORTED = 100;

/** "You can further branch a chain search by 1 additional search": Dashboard Studio, "Chain searches together". */
const DEEPEST_CHAIN = 2;

/** What would make searches of a dashboard slow, or wrong, when the index is large: a sentence for each. */
export function faultsOf(searches: Searches): string[] {
  return Object.entries(searches).flatMap(([name, search]) => {
    const segments = splitPipeline(search.query);
    const faults = search.extend === undefined ? ownFaults(segments) : chainFaults(name, searches, segments);
    return [...faults, ...sortFaults(segments)].map((fault) => `${name}: ${fault}`);
  });
}

/** Those of a search that is no chain. */
function ownFaults(segments: readonly Segment[]): string[] {
  const all = withSubpipelines(segments);
  const faults = all
    .filter(({ name }) => name === 'sort')
    .flatMap(({ args }) => {
      const bound = Number(/^\d+/.exec(args)?.[0] ?? 0);
      return bound === 0 || bound > MOST_SORTED ? [`sorts more than ${MOST_SORTED} rows`] : [];
    });
  const [first, second, ...rest] = segments;
  // Terms without a command are of search.
  if (first?.name !== 'search' && !first?.name.includes('=')) return faults;
  if (second?.name !== 'fields') faults.push('reads events without fields behind the first terms');
  else faults.push(...unusedFields(second, rest));
  const at = segments.findIndex(({ name }) => REDUCING.includes(name));
  if (at < 0) faults.push('hands on events, which no stats has made a table of');
  const before = segments.slice(1, Math.max(at, 1)).filter((one) => !isOnIndexers(one));
  faults.push(...before.map(({ name }) => `brings events to the search head by ${name}`));
  faults.push(
    ...all.filter(({ name }) => LIMITED.includes(name)).map(({ name }) => `has ${name}, which has a limit`),
  );
  return faults;
}

function isOnIndexers({ name, args }: Segment): boolean {
  if (name === 'bin') return args.includes('span=');
  if (name === 'fillnull') return args.replace(/value=(?:"[^"]*"|\S+)/, '').trim() !== '';
  return ON_INDEXERS.includes(name);
}

function unusedFields({ args }: Segment, rest: readonly Segment[]): string[] {
  const text = rest.map((segment) => segment.args).join(' ');
  return args
    .split(/[\s,]+/)
    .filter((field) => !new RegExp(String.raw`(?<![\w.])${field}(?![\w.])`).test(text))
    .map((field) => `reads ${field}, which it does not use`);
}

function chainFaults(name: string, searches: Searches, segments: readonly Segment[]): string[] {
  const faults: string[] = [];
  let depth = 0;
  for (let next = searches[name]; next?.extend !== undefined; next = searches[next.extend]) depth += 1;
  if (depth > DEEPEST_CHAIN) faults.push(`is the end of a chain of more than ${DEEPEST_CHAIN}`);
  const generating = withSubpipelines(segments).filter(
    ({ name: command, args }) =>
      /^(inputlookup|makeresults|tstats|rest)$/.test(command) ||
      (command === 'search' && /\bindex\s*=/.test(args)),
  );
  if (generating.length > 0) faults.push('is a chain that reads more than the rows of its base');
  return faults;
}

function sortFaults(segments: readonly Segment[]): string[] {
  const all = withSubpipelines(segments);
  const faults = all
    .filter(({ name, args }) => name === 'sort' && !/^\d+\s/.test(args))
    .map(() => 'sorts without saying how many rows: Splunk cuts at 10,000');
  const isSortedForHead = all.some(
    ({ name }, index) =>
      name === 'head' && all[index - 1]?.name === 'sort' && /^0\s/.test(all[index - 1]?.args ?? ''),
  );
  if (isSortedForHead) faults.push('sorts all rows for a head: sort takes the number itself');
  return faults;
}

/** The commands, and behind each those of the subpipeline that it may have. */
function withSubpipelines(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment) =>
    /^append(pipe)?$/.test(segment.name)
      ? [segment, ...withSubpipelines(splitPipeline(subpipelineOf(segment.name, segment.args)))]
      : [segment],
  );
}
