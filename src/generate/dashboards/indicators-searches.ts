import { activitySearches } from './activity-searches.ts';
import { menuSearches } from './choices.ts';
import { guideSearches } from './guide-searches.ts';
import { happenedSearches } from './happened-searches.ts';
import { heldSearches } from './held-searches.ts';
import type { Search } from './types.ts';

/** What the index has, what happened in the time range, and what there is to choose from. */
export const SEARCHES: Readonly<Record<string, Search>> = {
  ...heldSearches,
  ...happenedSearches,
  ...activitySearches,
  ...menuSearches,
  ...guideSearches,
};
