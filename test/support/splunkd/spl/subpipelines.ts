import { type Command, later } from './context.ts';
import { splitPipeline, subpipelineOf } from './pipeline.ts';
import { NOTHING, together } from './results.ts';

/** Splunk cuts a subsearch's results at so many. */
const MAX_ROWS = 50_000;

/** Adds what a subpipeline makes of the rows so far. */
export const appendpipe: Command = later((args, context, { name }) => {
  const run = context.compile(subpipelineOf(name, args), false);
  return async (results) => together(results, await run(results));
});

/** Adds the rows of a subsearch. Splunk runs it before the search that it is in, so that it must not write. */
export const append: Command = later((args, context, { name }) => {
  const subsearch = subpipelineOf(name, args);
  const writing = splitPipeline(subsearch).find(({ name: inner }) => /^(outputlookup|collect)$/.test(inner));
  if (writing) throw new Error(`${writing.name} within append is not supported: Splunk runs it first.`);
  const run = context.compile(subsearch, true);
  return async (results) => {
    const added = await run(NOTHING);
    if (added.rows.length > MAX_ROWS)
      throw new Error(`Of append's ${added.rows.length} rows Splunk takes ${MAX_ROWS}.`);
    return together(results, added);
  };
});
