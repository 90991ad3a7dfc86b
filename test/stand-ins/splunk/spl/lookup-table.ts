import type { Results } from './results.ts';

export interface Writing {
  readonly append: boolean;
  readonly overrideIfEmpty: boolean;
  readonly keyField: string | undefined;
}

/** The table that a stanza of transforms.conf defines. */
export interface Lookup {
  readonly maxMatches: number;
  /** The fields that it may have, where it is said which. */
  readonly fields?: readonly string[];
  /** The field whose networks addresses are looked for in. */
  readonly networkField?: string;
  /** What it holds, or a sentence on why it cannot be read. */
  readonly read: () => Results | string;
  readonly write: (results: Results, how: Writing) => void;
}
