import { type Conf, readConf } from '../conf.ts';
import type { RunningSplunk } from '../running-splunk.ts';
import { commandNamed } from './commands.ts';
import { type Context, SearchFailed, type SplOptions, type Step } from './context.ts';
import { expandMacros } from './macros.ts';
import { type Segment, splitPipeline } from './pipeline.ts';
import type { Message, SplResult } from './result.ts';
import { NOTHING, type Results, resultsOf } from './results.ts';
import { withSubsearch } from './subsearch.ts';

/**
 * Runs a search as Splunk does, in so far as it is known how Splunk does it: the app's own commands as processes, the
 * others here. Nothing is run unless all of the search is understood; after a command that fails nothing is.
 *
 * @throws Error on a command, option, function or case that is not supported, by its name
 */
export async function runSpl(
  splunk: RunningSplunk,
  search: string,
  options: SplOptions = {},
): Promise<SplResult> {
  const confs = new Map<string, Conf>();
  const messages: Message[] = [];
  const context: Context = {
    splunk,
    options,
    now: options.now ?? Math.floor(Date.now() / 1000),
    messages,
    conf(name) {
      const conf = confs.get(name) ?? readConf(splunk.appDir, name);
      confs.set(name, conf);
      return conf;
    },
    compile: (inner, isFirst) => compilePipeline(inner, context, isFirst),
  };
  const expanded = expandMacros(search, context.conf('macros'), options.macros);
  const run = compilePipeline(expanded, context, options.input === undefined);
  try {
    const { rows, fields } = await run(options.input ? resultsOf(options.input) : NOTHING);
    return { rows, fields, messages, failed: false };
  } catch (error) {
    if (!(error instanceof SearchFailed)) throw error;
    if (error.message !== '') messages.push(['ERROR', error.message]);
    return { rows: [], fields: [], messages, failed: true };
  }
}

/** Runs a search of the installed app's savedsearches.conf. @throws Error when there is none of this name */
export async function runSavedSearch(
  splunk: RunningSplunk,
  name: string,
  options?: SplOptions,
): Promise<SplResult> {
  const search = readConf(splunk.appDir, 'savedsearches').get(name)?.get('search');
  if (search === undefined) throw new Error(`savedsearches.conf has no search "${name}".`);
  if (!search.startsWith('|'))
    throw new Error(`Splunk puts "search" before a search without a leading pipe: ${name}`);
  return runSpl(splunk, search, options);
}

/** Terms without a pipe before them are of the search command. A name that is no field's is a command's without its pipe. */
function implied(search: string): string {
  return /^\s*[\w.]+\s*!?=/.test(search) ? `search ${search}` : search;
}

function compilePipeline(search: string, context: Context, isFirst: boolean): Step {
  const segments = splitPipeline(implied(search));
  refuseUnknownOrder(segments, context);
  const steps = segments.map(({ name, args }, index) => ({
    name,
    args,
    step: stepOf(name, args, context, isFirst && index === 0),
  }));
  return async (results: Results) => {
    let current = results;
    for (const { name, args, step } of steps) {
      const rowsIn = current.rows.length;
      current = await step(current);
      const { rows, fields } = current;
      context.options.onStage?.({ command: name, args, rowsIn, rowsOut: rows.length, fields });
    }
    return current;
  };
}

/** Commands with a subpipeline of their own, which is no subsearch. */
const WITH_SUBPIPELINES = ['append', 'appendpipe'];

function stepOf(name: string, args: string, context: Context, isFirst: boolean): Step {
  const compile = (text: string) => commandNamed(name, context)(text, context, { name, isFirst });
  const step = WITH_SUBPIPELINES.includes(name) ? undefined : withSubsearch(args, context, compile);
  return step ?? compile(args);
}

/** Those that have all rows before they give the first. */
const WAITING = ['eventstats', 'sort', 'stats', 'table', 'timechart'];

/**
 * A command of the app answers in chunks. Whether inputlookup append=true behind it gives the lookup's rows after the last
 * chunk, or after the first or each, is not documented.
 */
function refuseUnknownOrder(segments: readonly Segment[], context: Context): void {
  let chunked: string | undefined;
  for (const { name, args } of segments) {
    if (context.conf('commands').has(name)) chunked = name;
    else if (WAITING.includes(name)) chunked = undefined;
    else if (chunked !== undefined && name === 'inputlookup' && args.includes('append'))
      throw new Error(
        `inputlookup append=true after ${chunked} needs a command between them that waits, like table.`,
      );
  }
}
