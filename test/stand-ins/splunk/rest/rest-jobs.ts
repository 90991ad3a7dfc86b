import { type Call, lacking } from './rest-call.ts';
import { list, notFound, refusal, type Reply } from './rest-reply.ts';
import type { SplunkdState } from './state.ts';
import type { SplResult } from '../spl/result.ts';

interface Job {
  readonly search: string;
  readonly result: SplResult;
}

/** Jobs that are kept, of each splunkd. */
const KEPT = new WeakMap<SplunkdState, Map<string, Job>>();

/** search/v2/jobs: searches of exec_mode oneshot and blocking, as the user of the request. */
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
  return part === 'results' ? resultsOf(job, []) : notFound(part);
}

async function create(call: Call): Promise<Reply> {
  const mode = call.form.get('exec_mode');
  if (mode !== 'oneshot' && mode !== 'blocking')
    return refusal(400, 'The stand-in runs searches with exec_mode oneshot or blocking only.');
  const search = call.form.get('search') ?? '';
  if (!/^\s*(\||search\s)/.test(search)) return refusal(400, 'A search begins with a pipe, or with search.');
  try {
    const result = await call.state.run(search, {
      sessionKey: call.sessionKey,
      earliest: call.form.get('earliest_time') ?? '',
    });
    if (mode === 'oneshot') return resultsOf({ search, result }, messagesOf({ search, result }));
    const kept = jobsOf(call);
    const sid = `1795508383.${kept.size + 1}`;
    kept.set(sid, { search, result });
    return { status: 201, body: { sid } };
  } catch (error) {
    return refusal(400, (error as Error).message);
  }
}

function contentOf({ search, result }: Job) {
  return {
    dispatchState: result.failed ? 'FAILED' : 'DONE',
    isFailed: result.failed,
    isDone: true,
    messages: messagesOf({ search, result }),
  };
}

/** Those of the commands; that of one that failed comes once more, with the command's name. */
function messagesOf({ search, result: { messages, failed } }: Job) {
  const said: { type: string; text: string }[] = messages.map(([type, text]) => ({ type, text }));
  const last = messages.findLast(([level]) => level === 'ERROR');
  const [, command = ''] = /^\s*\|?\s*(\w+)/.exec(search) ?? [];
  if (failed && last) said.push({ type: 'FATAL', text: `Error in '${command}' command: ${last[1]}` });
  return said;
}

function resultsOf(
  { result: { rows, fields } }: Job,
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
