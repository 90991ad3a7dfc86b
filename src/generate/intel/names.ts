import { FEEDS, type Feed } from '../../intel/mapping.ts';

export const feeds: readonly (readonly [name: string, feed: Feed])[] = Object.entries(FEEDS);
