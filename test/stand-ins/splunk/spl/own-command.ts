import { isTrue, type Stanza } from '../conf.ts';
import { chunksOf } from '../programs/search.ts';
import { type Context, type Place, SearchFailed, type Step } from './context.ts';
import { cut } from './pipeline.ts';
import { resultsOf } from './results.ts';

/** splunkd gives a command so many rows at once. */
const CHUNK_ROWS = 50_000;

/** A command of the app: a process that the protocol speaks to. @param stanza of commands.conf */
export function ownCommand(args: string, context: Context, { name, isFirst }: Place, stanza: Stanza): Step {
  const isGenerating = isTrue(stanza.get('generating'));
  if (isGenerating !== isFirst) {
    throw new Error(
      isGenerating
        ? `${name} makes rows: it must be the first command.`
        : `${name} must not be the first command.`,
    );
  }
  if (args.replace(/"(?:\\[^]|[^"\\])*"/g, '').includes('[') || cut(args, '|').length > 1) {
    throw new Error(`A subsearch in the arguments of ${name} is not supported.`);
  }
  const { splunk, options, messages } = context;
  const { env, earliest, latest, maxResultRows, sessionKey, knowsError, chunkRows = CHUNK_ROWS } = options;
  const breakage = options.breakages?.[name];
  return async ({ rows }) => {
    const result = await splunk.search(`| ${name} ${args}`.trimEnd(), {
      ...(env && { env }),
      ...(earliest !== undefined && { earliest }),
      ...(latest !== undefined && { latest }),
      ...(maxResultRows !== undefined && { maxResultRows }),
      ...(sessionKey !== undefined && { sessionKey }),
      ...(knowsError !== undefined && { knowsError }),
      ...(breakage && { breakage }),
      ...(!isGenerating && { input: chunksOf(rows, chunkRows) }),
    });
    messages.push(...result.messages);
    if (result.failed) throw new SearchFailed('');
    return resultsOf(result.rows);
  };
}
