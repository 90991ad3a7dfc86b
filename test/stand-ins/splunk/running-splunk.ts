import type { EventIndex } from './index/event-index.ts';
import type { OnRows, SearchOptions, SearchResult } from './programs/search.ts';
import type { SplunkdRequest, SplunkdRest, SplunkdState } from './rest/state.ts';

/** A Splunk that runs, as its parts see it. */
export interface RunningSplunk extends Pick<SplunkdRest, 'uri' | 'answer' | 'drivers'> {
  /** Paths that splunkd was asked for, in order. */
  readonly asked: readonly string[];
  /** The same requests, whole. */
  readonly requests: readonly SplunkdRequest[];
  /** What an administrator set up. */
  readonly state: SplunkdState;
  /** SPLUNK_HOME. */
  readonly home: string;
  /** The installed app. */
  readonly appDir: string;
  /** What inputs and `collect` have indexed. */
  readonly index: EventIndex;
  /** Runs a search of one command of the app's. */
  search(search: string, changes?: Partial<SearchOptions>, onRows?: OnRows): Promise<SearchResult>;
}
