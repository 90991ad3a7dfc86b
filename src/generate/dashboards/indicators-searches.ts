import { ATTRIBUTES } from './choices.ts';
import { happenedSearches } from './happened-searches.ts';
import { heldSearches } from './held-searches.ts';
import type { Search } from './types.ts';

/** What MISP holds, what happened in the time range, and what there is to choose from. */
export const SEARCHES: Readonly<Record<string, Search>> = {
  ...heldSearches,
  ...happenedSearches,
  choices: {
    query: [ATTRIBUTES, '| fields misp_instance misp_type', '| stats count BY misp_instance misp_type'],
  },
  instances: { extend: 'choices', query: ['| stats count BY misp_instance | table misp_instance'] },
  types: { extend: 'choices', query: ['| stats count BY misp_type | table misp_type'] },
};
