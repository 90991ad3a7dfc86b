/** What `mispintel` runs with; the data of the mapping is imported from where it is. */
export { DocumentRun } from './documents/document-transformer.ts';
export { FeedRun } from './feeds/feed-transformer.ts';
export { Mapper } from './feeds/mapper.ts';
export { DEFAULT_WEIGHTS, Weights, WEIGHTS } from './weights.ts';
