import { type Call, lacking } from './rest-call.ts';
import { list, notFound, refusal, type Reply } from './rest-reply.ts';
import type { SplunkdState } from './state.ts';
import type { SplResult } from '../spl/result.ts';

interface Job {
  readonly search: string;
  /** Undefined while it runs. */
  result: SplResult | undefined;
  readonly started: number;
  seconds: number;
}

const NO_RESULT: SplResult = { rows: [], fields: [], messages: [], failed: false };

/** Jobs that are kept, of each splunkd. */
const KEPT = new WeakMap<SplunkdState, Map<string, Job>>();

/** search/v2/jobs: searches of exec_mode oneshot, blocking and normal, as the user of the request. */
export function jobs(call: Call): Reply | Promise<Reply> {
  const refused = lacking(call, 'search');
  if (refused) return refused;
  const [sid, part] = call.parts;
  if (sid === undefined) return call.method === 'POST' ? create(call) : refusal(405, 'Method Not Allowed');
  const kept = jobsOf(call);
  const job = kept.get(sid);
  if (!job) return refusal(404, `Unknown sid. (${sid})`);
  if (call.method === 'DELETE') {
    kept.delete(sid);
    return { status: 200, body: { messages: [{ type: 'INFO', text: 'Search job cancelled.' }] } };
  }
  if (part === undefined) return list(call.query, [[sid, contentOf(job)]]);
  return part === 'results' ? resultsOf(job.result ?? NO_RESULT, []) : notFound(part);
}

async function create(call: Call): Promise<Reply> {
  const mode = call.form.get('exec_mode');
  if (mode !== 'oneshot' && mode !== 'blocking' && mode !== 'normal')
    return refusal(400, `Invalid value for exec_mode: ${String(mode)}.`);
  const search = call.form.get('search') ?? '';
  if (!/^\s*(\||search\s)/.test(search)) return refusal(400, 'A search begins with a pipe, or with search.');
  const running = call.state.run(search, {
    sessionKey: call.sessionKey,
    earliest: call.form.get('earliest_time') ?? '',
  });
  try {
    if (mode === 'oneshot') {
      const result = await running;
      return resultsOf(result, messagesOf(search, result));
    }
    const kept = jobsOf(call);
    const sid = `1795508383.${kept.size + 1}`;
    const job: Job = { search, result: undefined, started: Date.now(), seconds: 0 };
    kept.set(sid, job);
    const ended = running.then((result) => {
      end(job, result);
    });
    if (mode === 'blocking') await ended;
    else
      ended.catch((error: unknown) => {
        end(job, { ...NO_RESULT, messages: [['ERROR', (error as Error).message]], failed: true });
      });
    return { status: 201, body: { sid } };
  } catch (error) {
    return refusal(400, (error as Error).message);
  }
}

function end(job: Job, result: SplResult): void {
  job.result = result;
  job.seconds = (Date.now() - job.started) / 1000;
}

function contentOf({ search, result, started, seconds }: Job) {
  const isDone = result !== undefined;
  const isFailed = result?.failed === true;
  return {
    dispatchState: isFailed ? 'FAILED' : isDone ? 'DONE' : 'RUNNING',
    doneProgress: isDone ? 1 : 0,
    isFailed,
    isDone,
    resultCount: result?.rows.length ?? 0,
    runDuration: isDone ? seconds : (Date.now() - started) / 1000,
    messages: result ? messagesOf(search, result) : [],
  };
}

/** Those of the commands; that of one that failed comes once more, with the command's name. */
function messagesOf(search: string, { messages, failed }: SplResult) {
  const said: { type: string; text: string }[] = messages.map(([type, text]) => ({ type, text }));
  const last = messages.findLast(([level]) => level === 'ERROR');
  const [, command = ''] = /^\s*\|?\s*(\w+)/.exec(search) ?? [];
  if (failed && last) said.push({ type: 'FATAL', text: `Error in '${command}' command: ${last[1]}` });
  return said;
}

function resultsOf(
  { rows, fields }: SplResult,
  messages: readonly { readonly type: string; readonly text: string }[],
): Reply {
  return {
    status: 200,
    body: { preview: false, messages, fields: fields.map((name) => ({ name })), results: rows },
  };
}

function jobsOf({ state }: Call): Map<string, Job> {
  const kept = KEPT.get(state) ?? new Map<string, Job>();
  KEPT.set(state, kept);
  return kept;
}
