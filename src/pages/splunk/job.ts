import * as v from 'valibot';
import { isOn } from './flags.ts';
import { entriesOf, type Entry, parseResponse, post, remove } from './rest.ts';
import { isMissing } from './rest-error.ts';
import { failureIn, SearchMessages } from './search-messages.ts';

const JOBS = 'search/v2/jobs';

/** A search that splunkd runs, at a moment. */
export interface Job {
  readonly isDone: boolean;
  /** 0 to 1. */
  readonly progress: number;
  readonly rows: number;
  /** How long it has run. */
  readonly seconds: number;
  /** Why it failed. Undefined for a job that has not. */
  readonly failure: string | undefined;
}

const Created = v.object({ sid: v.string() });

const Content = v.object({
  doneProgress: v.optional(v.pipe(v.unknown(), v.transform(Number)), 0),
  resultCount: v.optional(v.pipe(v.unknown(), v.transform(Number)), 0),
  runDuration: v.optional(v.pipe(v.unknown(), v.transform(Number)), 0),
  isDone: v.optional(v.unknown(), false),
  isFailed: v.optional(v.unknown(), false),
  messages: SearchMessages,
});

const MEMBERS = Object.keys(Content.entries);

/** Seconds for which splunkd keeps the job and its results, so that links to it work for a day. */
const KEEP_SECONDS = 86_400;

/** Starts a search with the permissions of the user. Resolves to the id of its job. @throws RestError */
export async function startJob(search: string): Promise<string> {
  const body = await post(JOBS, {
    search,
    exec_mode: 'normal',
    earliest_time: '-1h',
    latest_time: 'now',
    timeout: String(KEEP_SECONDS),
    output_mode: 'json',
  });
  return parseResponse(Created, body).sid;
}

/** The state of a job. Undefined for one that splunkd no longer has. @throws RestError */
export async function loadJob(sid: string): Promise<Job | undefined> {
  const [entry] = await entriesOf(`${JOBS}/${encodeURIComponent(sid)}`, { only: MEMBERS }).catch(
    noneIfMissing,
  );
  if (!entry) return undefined;
  const content = parseResponse(Content, entry.content);
  const isFailed = isOn(content.isFailed);
  return {
    isDone: isOn(content.isDone) || isFailed,
    progress: content.doneProgress,
    rows: content.resultCount,
    seconds: content.runDuration,
    failure: isFailed
      ? failureIn(content.messages) || 'The search failed without a message. Open its job for details.'
      : undefined,
  };
}

function noneIfMissing(error: unknown): readonly Entry[] {
  isMissing(error);
  return [];
}

/** Stops a job and deletes it. One that is gone is no error. @throws RestError */
export async function cancelJob(sid: string): Promise<void> {
  await remove(JOBS, sid).catch(isMissing);
}
