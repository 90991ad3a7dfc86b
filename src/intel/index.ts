/** What `mispintel` runs with; the data of the mapping is imported from where it is. */
export { DocumentRun } from './documents/run.ts';
export { FeedRun } from './feeds/run.ts';
export { Mapper } from './feeds/mapper.ts';
export { DEFAULT_WEIGHTS, Weights, WEIGHTS } from './weights.ts';
