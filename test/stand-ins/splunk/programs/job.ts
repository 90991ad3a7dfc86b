import type { MessageLevel } from '../../../../src/protocol/command.ts';
import type { CommandAnswer } from '../../../../src/protocol/host.ts';
import type { Row } from '../../../../src/protocol/rows.ts';

type Message = readonly [MessageLevel, string];

/**
 * What splunkd makes of a command's answers. Sources: measurements of Splunk 9.4 and the texts of its messages.conf
 * ([CHUNKED:*]).
 * - `finished: true` without `error` ends the search as DONE, whatever messages there are and whatever the exit code.
 * - `error` fails it. The inspector's messages are shown if `inspector` comes before `error`.
 * - An ERROR in the answer to getinfo is lost without `error`.
 * - A process that ends before it has finished fails it; messages of earlier answers stay.
 */
export class Job {
  state: 'RUNNING' | 'DONE' | 'FAILED' = 'RUNNING';
  readonly messages: Message[] = [];
  readonly #command: string;
  readonly #knowsError: boolean;

  /** @param knowsError false for a splunkd that takes no notice of `error`, to see what holds even then */
  constructor(command: string, knowsError = true) {
    this.#command = command;
    this.#knowsError = knowsError;
  }

  /** The answer to getinfo. */
  configured(answer: CommandAnswer): void {
    if (this.#hasFailed(answer)) return;
    this.messages.push(...answer.messages.filter((one) => !isError(one)));
  }

  /** An answer to execute. @returns the rows that splunkd takes */
  answered(answer: CommandAnswer): readonly Row[] {
    if (this.#hasFailed(answer)) return [];
    this.messages.push(...answer.messages);
    if (answer.finished) this.state = 'DONE';
    return answer.rows;
  }

  /** The process is gone, or did not answer in the protocol. */
  brokeOff(reason: string): void {
    this.state = 'FAILED';
    this.messages.push(['ERROR', `Error in '${this.#command}' command: ${reason}`]);
  }

  #hasFailed({ metadata, messages }: CommandAnswer): boolean {
    const { error } = metadata;
    if (!this.#knowsError || typeof error !== 'string' || error === '') return false;
    this.state = 'FAILED';
    const names = Object.keys(metadata);
    const isShown = names.includes('inspector') && names.indexOf('inspector') < names.indexOf('error');
    if (isShown) this.messages.push(...messages);
    return true;
  }
}

function isError([level]: Message): boolean {
  return level === 'ERROR' || level === 'FATAL';
}
