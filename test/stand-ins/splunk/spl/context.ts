import type { Row } from '../../../../src/protocol/rows.ts';
import type { Conf } from '../conf.ts';
import type { Breakage, SearchOptions } from '../programs/search.ts';
import type { RunningSplunk } from '../running-splunk.ts';
import type { Message } from './result.ts';
import type { Results } from './results.ts';

export interface SplOptions extends Partial<
  Pick<SearchOptions, 'env' | 'earliest' | 'latest' | 'maxResultRows' | 'sessionKey' | 'knowsError'>
> {
  /** Unix seconds for now(), relative_time() and makeresults; the clock's when absent. */
  readonly now?: number;
  /** Definitions that go before those of macros.conf. */
  readonly macros?: Readonly<Record<string, string>>;
  /** Rows there are before the first command, which then need not make any. */
  readonly input?: readonly Row[];
  /** The most rows of a chunk to one of the app's commands. */
  readonly chunkRows?: number;
  /** What happens to the app's commands, by their names. */
  readonly breakages?: Readonly<Record<string, Breakage>>;
  /** Hears of each command when it is done, those of subsearches before the one that they are in. */
  readonly onStage?: (stage: Stage) => void;
}

/** What a command took and made. */
export interface Stage {
  readonly command: string;
  readonly args: string;
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** The columns that it made. */
  readonly fields: readonly string[];
}

/** What commands are made with. */
export interface Context {
  readonly splunk: RunningSplunk;
  readonly options: SplOptions;
  /** Unix seconds. */
  readonly now: number;
  /** Of all commands so far. */
  readonly messages: Message[];
  conf(name: string): Conf;
  /** A subpipeline. @param isFirst whether its first command has to make rows */
  compile(search: string, isFirst: boolean): Step;
}

/** A command ready to run. */
export type Step = (results: Results) => Results | Promise<Results>;

export interface Place {
  readonly name: string;
  readonly isFirst: boolean;
}

/** Makes a command of its arguments as typed. @throws Error on anything that it does not know */
export type Command = (args: string, context: Context, place: Place) => Step;

/** What Splunk says when a search fails while it runs; anything else thrown is a mistake in the search, or not supported. */
export class SearchFailed extends Error {}

/** @throws Error when the command comes first, with no rows to work on */
export function later(command: Command): Command {
  return (args, context, place) => {
    if (place.isFirst) throw new Error(`${place.name} must not be the first command: there are no rows.`);
    return command(args, context, place);
  };
}
