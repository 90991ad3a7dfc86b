import { options as intelOptions } from '../../commands/mispintel/options.ts';
import { includeOptions, windowOptions } from '../../commands/shared/attribute-options.ts';
import { someInstances } from '../../commands/shared/instance-options.ts';
import { filterOptions } from '../../indicators/filter-options.ts';
import type { Options } from '../../protocol/options.ts';

/** Types are set by the search of each feed. */
const { type: _type, object_relation: _relation, ...filters } = filterOptions;

/** The macros with options of commands, and which options may be in each: those of all the searches that use the macro. */
export const FEED_OPTIONS = {
  misp_es_source: { misp_instance: someInstances, changed: windowOptions.changed },
  misp_es_filters: { ...filters, ...includeOptions },
  misp_es_mapping: { include: intelOptions.include, allow_private: intelOptions.allow_private },
} as const satisfies Readonly<Record<string, Options>>;

export type FeedMacro = keyof typeof FEED_OPTIONS;

/** All of them by name. */
export const ALL_FEED_OPTIONS: Options = Object.assign({}, ...Object.values(FEED_OPTIONS)) as Options;
