/** Where splunkd keeps what the page sets up. */
export const INSTANCES = 'configs/conf-misp_instances';
export const INPUTS = 'data/inputs/misp';
export const MACROS = 'configs/conf-macros';
export const SAVED_SEARCHES = 'saved/searches';
export const ROLES = 'authorization/roles';

/** Letters, digits and underscores: as searches say misp_instance=<name>. */
export const NAME = /^\w+$/;

/** The stanza whose settings hold for every instance that does not make them itself. */
export const DEFAULT = 'default';
