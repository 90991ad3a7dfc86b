import type { Options, Values } from './options.ts';
import type { Row } from './rows.ts';
import type { Table } from './table.ts';

/** The metadata of the search that splunkd sends with getinfo. Times are Unix seconds, 0 when the search has none. */
export interface SearchInfo {
  readonly args: readonly string[];
  readonly sid: string;
  readonly app: string;
  readonly owner: string;
  readonly username: string;
  readonly sessionKey: string;
  readonly splunkdUri: string;
  readonly splunkVersion: string;
  readonly earliestTime: number;
  readonly latestTime: number;
  /** The most rows that splunkd reads from one response (maxresultrows). */
  readonly maxResultRows: number;
}

export type MessageLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** Seconds spent, number of calls, records in, records out; shown by Splunk's job inspector. */
export type Metric = readonly [seconds: number, calls: number, input: number, output: number];

/** An ERROR next to rows does not fail the search, so a command cannot send one. It throws instead. */
export type UserMessageLevel = Exclude<MessageLevel, 'ERROR' | 'FATAL'>;

/** Sends a message to the user with the next response. */
export type SendMessage = (level: UserMessageLevel, text: string) => void;

/** What a running command works with. `services` is what the program provides. */
export interface Context<S> {
  readonly info: SearchInfo;
  readonly services: S;
  /** Aborted when splunkd cancels the command or closes a stream. */
  readonly signal: AbortSignal;
  readonly message: SendMessage;
  metric(name: string, value: Metric): void;
}

export interface CommandDeclaration<D extends Options, S> {
  readonly name: string;
  /** One line, for searchbnf.conf. */
  readonly summary: string;
  readonly description: string;
  readonly options: D;
  readonly examples: readonly { readonly search: string; readonly text: string }[];
  /** Whether the command is risky: Splunk then asks the user before a link or a dashboard runs it. */
  readonly isRisky?: boolean;
  /** Whether arguments without `=` are field names. */
  readonly takesFields?: boolean;
  /** Checks options in combination, at getinfo. @returns a sentence for each mistake */
  check?(values: Values<D>, info: SearchInfo, services: S): readonly string[];
}

/** A command that generates rows. Each batch is one response, and is generated only when splunkd asks for it. */
export interface GeneratingCommand<D extends Options, S> extends CommandDeclaration<D, S> {
  readonly kind: 'generating';
  generate(values: Values<D>, context: Context<S>): AsyncIterable<Table>;
}

/** A command that transforms the rows of a search, a chunk at a time. */
export interface StreamingCommand<D extends Options, S> extends CommandDeclaration<D, S> {
  readonly kind: 'streaming';
  /**
   * The most rows in a chunk (maxinputs). The result of a chunk must fit into one response, and splunkd reads at most 50,000
   * rows from one, so a command that makes several rows of one needs small chunks.
   */
  readonly maxInputs?: number;
  /** About how many rows one row becomes; chunks are smaller by this factor. 1 when absent. */
  readonly rowsPerInput?: number;
  /** Called before the first chunk. */
  begin(
    values: Values<D>,
    context: Context<S> & { readonly fields: readonly string[] },
  ): Transformer | Promise<Transformer>;
}

/** One run of a streaming command. */
export interface Transformer {
  /** Transforms a chunk. */
  chunk(rows: readonly Row[]): readonly Row[] | Promise<readonly Row[]>;
  /** Rows to append after the last chunk. They must fit into one response of 50,000 rows. */
  end?(): readonly Row[] | Promise<readonly Row[]>;
}

export type Command<D extends Options, S> = GeneratingCommand<D, S> | StreamingCommand<D, S>;

/** A command with any options, as in the table of all commands. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Options are contravariant in generate().
export type AnyCommand<S> = Command<any, S>;

/** Type-checks a declaration and infers the types of its options. */
export function defineCommand<const D extends Options, S>(command: Command<D, S>): Command<D, S> {
  return command;
}

/**
 * The answer to getinfo. `stateful` keeps a command on the search head, where the secrets are: splunkd may send
 * `streaming` ones to indexers.
 */
export function configurationOf(
  command: AnyCommand<never>,
  { maxResultRows }: Pick<SearchInfo, 'maxResultRows'>,
): Readonly<Record<string, unknown>> {
  if (command.kind === 'generating') return { type: 'stateful', generating: true };
  const { maxInputs, rowsPerInput = 1 } = command;
  if (maxInputs === undefined && rowsPerInput === 1) return { type: 'stateful' };
  const most = Math.max(1, Math.floor(maxResultRows / rowsPerInput));
  return { type: 'stateful', maxinputs: Math.min(maxInputs ?? most, most) };
}
