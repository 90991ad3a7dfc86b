import type { Results } from './results.ts';

export interface Writing {
  readonly append: boolean;
  readonly overrideIfEmpty: boolean;
  readonly keyField: string | undefined;
}

/** The table that a stanza of transforms.conf defines. */
export interface Lookup {
  readonly maxMatches: number;
  /** What it holds, or a sentence on why it cannot be read. */
  readonly read: () => Results | string;
  readonly write: (results: Results, how: Writing) => void;
}
