/** What `mispintel` runs with; the data of the mapping is imported from where it is. */
export { DocumentRun } from './document-run.ts';
export { FeedRun } from './feed-run.ts';
export { Mapper } from './mapper.ts';
export { DEFAULT_WEIGHTS, Weights, WEIGHTS } from './weights.ts';
