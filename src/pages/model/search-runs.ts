import { cancelJob, type Job, loadJob, startJob } from '../splunk/job.ts';
import { messageOf, RestError } from '../splunk/rest-error.ts';
import type { SearchToRun } from './fill.ts';

/** A run that the page started. */
export interface PageRun {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Unix seconds of the start. */
  readonly time: number;
  readonly sid?: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly rows: number;
  readonly seconds: number;
  /** Why it failed. */
  readonly failure?: string;
}

export type PageRuns = ReadonlyMap<string, PageRun>;

/** Milliseconds between two looks at a job: the first, and the longest. */
const FIRST_POLL_MS = 200;
const LONGEST_POLL_MS = 2000;

/** Requests for the state of a job before its run counts as failed. */
const MAX_ATTEMPTS = 5;

const NEW: PageRun = { state: 'waiting', time: 0, progress: 0, rows: 0, seconds: 0 };

/** Runs that the page started, by the name of the search, one after the other. They go on while another tab is open. */
export class SearchRuns {
  #runs: PageRuns = new Map();
  /** Searches that wait, in series. */
  readonly #queue: SearchToRun[][] = [];
  #stop = new AbortController();
  #isBusy = false;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): PageRuns => this.#runs;

  /**
   * Runs searches one after the other, each as a job of the user, after those that wait already. A failure ends the series,
   * since those that follow ask the same MISP.
   */
  async start(searches: readonly SearchToRun[]): Promise<void> {
    const added = searches.filter(({ name }) => !this.#isPending(name));
    this.#queue.push(added);
    for (const { name } of added) this.#set(name, NEW);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let series = this.#queue[0]; series; series = this.#queue[0]) {
      const next = series.shift();
      if (!next) this.#queue.shift();
      else if (!(await this.#run(next))) this.#drop(series.splice(0));
    }
    this.#isBusy = false;
  }

  /** Stops the running search and those that wait. What a stopped search has not written stays as it was. */
  cancel(): void {
    this.#stop.abort();
    this.#drop(this.#queue.splice(0).flat());
  }

  #isPending(name: string): boolean {
    const state = this.#runs.get(name)?.state;
    return state === 'waiting' || state === 'running';
  }

  #drop(searches: readonly SearchToRun[]): void {
    for (const { name } of searches) this.#set(name, undefined);
  }

  async #run({ name, search }: SearchToRun): Promise<boolean> {
    const started: PageRun = { ...NEW, state: 'running', time: Math.floor(Date.now() / 1000) };
    this.#set(name, started);
    this.#stop = new AbortController();
    try {
      const sid = await startJob(search);
      const last = await this.#follow(name, { ...started, sid });
      return last.state === 'done';
    } catch (error) {
      this.#set(name, { ...started, state: 'failed', failure: messageOf(error) });
      return false;
    }
  }

  async #follow(name: string, run: PageRun & { readonly sid: string }): Promise<PageRun> {
    let current: PageRun = run;
    this.#set(name, current);
    for (
      let pause = FIRST_POLL_MS;
      current.state === 'running';
      pause = Math.min(pause * 1.5, LONGEST_POLL_MS)
    ) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (this.#stop.signal.aborted) {
        await cancelJob(run.sid);
        current = { ...current, state: 'cancelled' };
      } else {
        const job = await this.#look(run.sid);
        if (!job) throw new Error('The job of the search was deleted before it ended.');
        const { isDone, progress, rows, seconds, failure } = job;
        const state = failure !== undefined ? 'failed' : isDone ? 'done' : 'running';
        current = { ...run, state, progress, rows, seconds, ...(failure !== undefined && { failure }) };
      }
      this.#set(name, current);
    }
    return current;
  }

  /** The state of a job. Tries again when splunkd does not answer: the job goes on meanwhile. */
  async #look(sid: string): Promise<Job | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await loadJob(sid);
      } catch (error) {
        const isTemporary = error instanceof RestError && (error.status === 0 || error.status >= 500);
        if (!isTemporary || attempt === MAX_ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, LONGEST_POLL_MS));
      }
    }
  }

  #set(name: string, run: PageRun | undefined): void {
    const after = new Map(this.#runs);
    if (run) after.set(name, run);
    else after.delete(name);
    this.#runs = after;
    for (const listener of this.#listeners) listener();
  }
}
