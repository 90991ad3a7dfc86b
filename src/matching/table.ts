import type { MatchedDataset } from './dataset.ts';
import { dns } from './datasets/network-resolution.ts';

/** Every dataset that is compared with MISP: searches, macros and the documentation's table come from it. */
export const MATCHED_DATASETS: readonly MatchedDataset[] = [dns];
