import { type Command, later } from './context.ts';
import { type Segment, splitPipeline, subpipelineOf } from './pipeline.ts';
import { NOTHING, together } from './results.ts';

/** Splunk cuts a subsearch's results at so many. */
const MAX_ROWS = 50_000;

/**
 * Adds what a subpipeline makes of the rows so far. Splunk runs it for previews, too, unless it is told not to: whether
 * it then writes what is not complete is not documented.
 */
export const appendpipe: Command = later((args, context, { name }) => {
  const inside = args.replace(/^run_in_preview=false\s+(?=\[)/, '');
  const subpipeline = subpipelineOf(name, inside);
  if (inside === args && splitPipeline(subpipeline).some(isWriting))
    throw new Error(
      'appendpipe with outputlookup or collect needs run_in_preview=false: previews would write.',
    );
  const run = context.compile(subpipeline, false);
  return async (results) => together(results, await run(results));
});

/** Adds the rows of a subsearch. Splunk runs it before the search that it is in, so that it must not write. */
export const append: Command = later((args, context, { name }) => {
  const subsearch = subpipelineOf(name, args);
  const writing = splitPipeline(subsearch).find(isWriting);
  if (writing) throw new Error(`${writing.name} within append is not supported: Splunk runs it first.`);
  const run = context.compile(subsearch, true);
  return async (results) => {
    const added = await run(NOTHING);
    if (added.rows.length > MAX_ROWS)
      throw new Error(`Of append's ${added.rows.length} rows Splunk takes ${MAX_ROWS}.`);
    return together(results, added);
  };
});

function isWriting({ name }: Segment): boolean {
  return name === 'outputlookup' || name === 'collect';
}
