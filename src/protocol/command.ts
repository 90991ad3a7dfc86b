import type { Options, Values } from './options.ts';
import type { Row } from './rows.ts';
import type { Table } from './table.ts';

/** What splunkd says of a search at getinfo. Times are Unix seconds, 0 when the search has none. */
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
  /** The most rows splunkd takes in one answer. */
  readonly maxResultRows: number;
}

export type MessageLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** Seconds spent, number of calls, records in, records out; shown by Splunk's job inspector. */
export type Metric = readonly [seconds: number, calls: number, input: number, output: number];

/** An ERROR beside rows would leave the search successful, so a command cannot send one: it throws. */
export type UserMessageLevel = Exclude<MessageLevel, 'ERROR' | 'FATAL'>;

/** Tells the user something, with the next answer. */
export type SendMessage = (level: UserMessageLevel, text: string) => void;

/** What a running command has at hand. `services` is whatever the program around it provides. */
export interface Context<S> {
  readonly info: SearchInfo;
  readonly services: S;
  /** Aborted when splunkd has no more use for the command. */
  readonly signal: AbortSignal;
  readonly message: SendMessage;
  metric(name: string, value: Metric): void;
}

export interface CommandDeclaration<D extends Options, S> {
  readonly name: string;
  /** One line, for searchbnf.conf and the README. */
  readonly summary: string;
  readonly description: string;
  readonly options: D;
  readonly examples: readonly { readonly search: string; readonly text: string }[];
  /** Whether Splunk asks before a link or a dashboard runs it: it deletes or sends something. */
  readonly isRisky?: boolean;
  /** Whether bare words are taken as field names. */
  readonly takesFields?: boolean;
  /** Mistakes that only several options together can make; each a sentence. Runs at getinfo. */
  check?(values: Values<D>, info: SearchInfo, services: S): readonly string[];
}

/** Makes rows. Each batch it yields is one answer; it is asked for a batch only when splunkd asks. */
export interface GeneratingCommand<D extends Options, S> extends CommandDeclaration<D, S> {
  readonly kind: 'generating';
  generate(values: Values<D>, context: Context<S>): AsyncIterable<Table>;
}

/** Changes rows, a chunk at a time. */
export interface StreamingCommand<D extends Options, S> extends CommandDeclaration<D, S> {
  readonly kind: 'streaming';
  /**
   * The most rows splunkd may give at once. One answer must hold what a chunk becomes, and splunkd takes no more than
   * 50,000 rows in one: a command that makes several rows of one asks for few.
   */
  readonly maxInputs?: number;
  /** How many rows a row may become, about: so many fewer are asked for. 1 when absent. */
  readonly rowsPerInput?: number;
  /** Called with the first chunk. */
  begin(
    values: Values<D>,
    context: Context<S> & { readonly fields: readonly string[] },
  ): Transformer | Promise<Transformer>;
}

/** One run of a streaming command. */
export interface Transformer {
  /** What a chunk becomes. */
  chunk(rows: readonly Row[]): readonly Row[] | Promise<readonly Row[]>;
  /** What comes after the last. One answer must hold it: at most 50,000 rows. */
  end?(): readonly Row[] | Promise<readonly Row[]>;
}

export type Command<D extends Options, S> = GeneratingCommand<D, S> | StreamingCommand<D, S>;

/** A command whose options are not known: what the table of all commands holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Options are contravariant in generate().
export type AnyCommand<S> = Command<any, S>;

/** Checks that the parts of a declaration fit together, and infers the types of its options. */
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
