import type { MatchKind } from '../intel/match/kinds.ts';

/** A dataset of Splunk's Common Information Model, and what of it is compared with MISP. */
export interface MatchedDataset {
  /** Its search is `MISP_match_<name>`. */
  readonly name: string;
  readonly model: string;
  /** Its root; a field of a child is named with the child: `SSL.ssl_hash` of `All_Certificates`. */
  readonly dataset: string;
  /** What its events are, for people. */
  readonly holds: string;
  /** Minute within a quarter of an hour at which its search runs. */
  readonly minute: number;
  readonly fields: readonly MatchedField[];
  /** A field that is kept beside the asset, with all its values. */
  readonly keeps?: 'user';
}

export interface MatchedField {
  readonly field: string;
  readonly kinds: readonly MatchKind[];
  /** The field with whom it concerns. */
  readonly asset: 'src' | 'dest' | 'user' | 'recipient' | 'src_user';
  /** Of a URL, the host counts. */
  readonly part?: 'host';
  /** The field with the other half of composites: the port beside an address, the data beside a registry key. */
  readonly other?: string;
  /** It has too many values to be counted by: each group lists those that it has. */
  readonly isOtherListed?: boolean;
}
