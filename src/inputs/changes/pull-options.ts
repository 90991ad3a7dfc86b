import type { MispClient } from '../../misp/client.ts';
import type { Sink } from '../output/sink.ts';
import type { Report } from '../report.ts';
import type { InputValues } from '../scheme.ts';
import type { Store } from '../state/store.ts';

/** What a run of the input works with. */
export interface PullOptions {
  readonly values: InputValues;
  readonly client: MispClient;
  /** The most rows in one request to MISP. */
  readonly pageSize: number;
  readonly sink: Sink;
  readonly store: Store;
  /** MISP's clock when the run started, Unix seconds. */
  readonly mispNow: number;
  readonly signal: AbortSignal;
  readonly report: Report;
}
