/** The entry points for `mispintel`. The data of the mapping is imported directly. */
export { DocumentTransformer } from './documents/document-transformer.ts';
export { FeedTransformer } from './feeds/feed-transformer.ts';
export { Mapper } from './feeds/mapper.ts';
export { DEFAULT_WEIGHT_LOOKUP, Weights, WEIGHT_LOOKUP } from './weights.ts';
