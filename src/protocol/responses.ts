import type { Context, StreamingCommand, Transformer } from './command.ts';
import { type Frame, FrameError } from './frame.ts';
import { decodeRows, type Row } from './rows.ts';
import { type Table, TableEncoder, tableOf } from './table.ts';

export const NO_BODY: Buffer = Buffer.alloc(0);

export interface Answer {
  /** CSV, in the encoder's own bytes: valid until it encodes again. */
  readonly body: Buffer;
  readonly finished: boolean;
}

/** A command's answers to execute requests, in order. */
export interface Answers {
  answer(request: Frame): Promise<Answer>;
  /** The next answer before it is asked for, where that does not depend on the request. */
  ahead?(): Promise<Answer>;
}

/** One batch an execute. A batch over splunkd's limit is cut; an empty one is passed over. */
export function answersOfBatches(batches: AsyncIterable<Table>, maxRows: number): Answers {
  const iterator = batches[Symbol.asyncIterator]();
  // One for the answer that is being sent, one for that which is being made.
  let [encoder, other] = [new TableEncoder(), new TableEncoder()];
  let rest: Table = { columns: [], rows: [] };
  const next = async (): Promise<Answer> => {
    while (rest.rows.length === 0) {
      const batch = await iterator.next();
      if (batch.done === true) return { body: NO_BODY, finished: true };
      rest = batch.value;
    }
    [encoder, other] = [other, encoder];
    const body = encoder.encode({ ...rest, rows: rest.rows.slice(0, maxRows) });
    rest = { ...rest, rows: rest.rows.slice(maxRows) };
    return { body, finished: false };
  };
  return { answer: next, ahead: next };
}

/** Each chunk transformed. Rows over splunkd's limit wait for the next answer. @throws TooManyRowsError when none comes */
export function answersOfChunks<S>(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Options are contravariant in begin().
  command: StreamingCommand<any, S>,
  values: unknown,
  context: Context<S> & { readonly fields: readonly string[] },
): Answers {
  const { maxResultRows } = context.info;
  const encoder = new TableEncoder();
  let transformer: Transformer | undefined;
  let surplus: readonly Row[] = [];
  return {
    async answer({ body, cut, metadata }) {
      if (cut) throw new FrameError('The input ended within a chunk of rows.');
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

/** One answer must hold what is left at the end: the protocol has no way to send more of them. */
class TooManyRowsError extends Error {
  override readonly name = 'TooManyRowsError';

  constructor(command: string, rows: number, most: number) {
    super(
      `${command} has ${rows} rows for its last answer, and splunkd takes ${most} (limits.conf, [searchresults] maxresultrows). Ask for less at once.`,
    );
  }
}
