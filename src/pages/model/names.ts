/** Paths of splunkd's REST API. */
export const INSTANCES = 'configs/conf-misp_instances';
export const INPUTS = 'data/inputs/misp';
export const INDEXES = 'data/indexes';
export const MACROS = 'configs/conf-macros';
export const SAVED_SEARCHES = 'saved/searches';
export const ROLES = 'authorization/roles';

/** Names of instances: letters, digits and underscores, so that searches need no quotes. */
export const NAME = /^\w+$/;

/** The stanza with the defaults of all instances. */
export const DEFAULT = 'default';
