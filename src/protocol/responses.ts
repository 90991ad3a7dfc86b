import type { Context, StreamingCommand, Transformer } from './command.ts';
import { type Frame, FrameError } from './frame.ts';
import { decodeRows, type Row } from './rows.ts';
import { TableEncoder } from './table-encoder.ts';
import { type Table, tableOf } from './table.ts';

export const NO_BODY: Buffer = Buffer.alloc(0);

export interface ExecuteResponse {
  /** CSV, in the encoder's own bytes: valid until it encodes again. */
  readonly body: Buffer;
  readonly finished: boolean;
}

/** Responds to a command's execute requests, in order. */
export interface Responder {
  respond(request: Frame): Promise<ExecuteResponse>;
  /** Prepares the next response before its request, if it does not depend on the request. */
  prefetch?(): Promise<ExecuteResponse>;
}

/** Responds with one batch for each request. A batch over splunkd's limit is split; an empty one is skipped. */
export function batchResponder(batches: AsyncIterable<Table>, maxRows: number): Responder {
  const iterator = batches[Symbol.asyncIterator]();
  // Two encoders: one response is sent while the next one is encoded.
  let [encoder, other] = [new TableEncoder(), new TableEncoder()];
  let remaining: Table = { columns: [], rows: [] };
  const next = async (): Promise<ExecuteResponse> => {
    while (remaining.rows.length === 0) {
      const batch = await iterator.next();
      if (batch.done === true) return { body: NO_BODY, finished: true };
      remaining = batch.value;
    }
    [encoder, other] = [other, encoder];
    const body = encoder.encode({ ...remaining, rows: remaining.rows.slice(0, maxRows) });
    remaining = { ...remaining, rows: remaining.rows.slice(maxRows) };
    return { body, finished: false };
  };
  return { respond: next, prefetch: next };
}

/** Responds with each chunk transformed. Rows over splunkd's limit are in the next response. @throws TooManyRowsError after the last one */
export function chunkResponder<S>(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Options are contravariant in begin().
  command: StreamingCommand<any, S>,
  values: unknown,
  context: Context<S> & { readonly fields: readonly string[] },
): Responder {
  const { maxResultRows } = context.info;
  const encoder = new TableEncoder();
  let transformer: Transformer | undefined;
  let surplus: readonly Row[] = [];
  return {
    async respond({ body, truncated, metadata }) {
      if (truncated) throw new FrameError('The input ended within a chunk of rows.');
      transformer ??= await command.begin(values as never, context);
      const rows = await transformer.chunk(decodeRows(body.toString()));
      const finished = metadata['finished'] === true;
      const last = finished ? ((await transformer.end?.()) ?? []) : [];
      const all = surplus.length + last.length > 0 ? [...surplus, ...rows, ...last] : rows;
      surplus = all.slice(maxResultRows);
      if (finished && surplus.length > 0) throw new TooManyRowsError(command.name, all.length, maxResultRows);
      return { body: encoder.encode(tableOf(all.slice(0, maxResultRows))), finished };
    },
  };
}

/** Too many rows remain for the last response. The protocol allows no further one. */
class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';

  constructor(command: string, rows: number, maxRows: number) {
    super(
      `${command} has ${rows} rows for its last response, and splunkd reads at most ${maxRows} (maxresultrows in [searchresults] of limits.conf). Search for fewer results at once.`,
    );
  }
}
