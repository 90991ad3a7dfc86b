import type { MessageLevel } from '../../../../src/protocol/command.ts';
import type { Row } from '../../../../src/protocol/rows.ts';

export type Message = readonly [MessageLevel, string];

/** What a search ends with. */
export interface SplResult {
  /** None when the search failed. */
  readonly rows: readonly Row[];
  /** The columns, also those without a value in any row. */
  readonly fields: readonly string[];
  /** Of all commands, in order. */
  readonly messages: readonly Message[];
  readonly failed: boolean;
}
