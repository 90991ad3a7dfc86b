import type { MatchKind } from '../intel/match/kinds.ts';

/** A dataset of Splunk's Common Information Model, with the fields that are compared with MISP. */
export interface MatchedDataset {
  /** Its search is `MISP_match_<name>`. */
  readonly name: string;
  readonly model: string;
  /** The root dataset. The name of a field of a child begins with the child: `SSL.ssl_hash` of `All_Certificates`. */
  readonly dataset: string;
  /** What its events are, as a phrase in descriptions. */
  readonly content: string;
  /** The minute of each quarter of an hour at which its search runs, 0 to 14. */
  readonly minute: number;
  readonly fields: readonly MatchedField[];
  /** A field whose values a match lists beside the asset. */
  readonly keeps?: 'user';
}

export interface MatchedField {
  readonly field: string;
  readonly kinds: readonly MatchKind[];
  /** The field with the asset that a match of this field concerns. */
  readonly asset: 'src' | 'dest' | 'user' | 'recipient' | 'src_user';
  /** Compares the host of the URL in the field, not the URL. */
  readonly part?: 'host';
  /** The field with the other half of composites: the port beside an address, the data beside a registry key. */
  readonly other?: string;
  /** `other` has too many values to group by. Each group lists its values instead. */
  readonly isOtherListed?: boolean;
}
