import { nameWithGalaxy } from './tag-names.ts';
import type { Search } from './types.ts';

/** All that the index has of attributes. */
export const ATTRIBUTES = '`misp_index` sourcetype=misp:attribute';
/** All that it has of sightings. */
export const SIGHTINGS = '`misp_index` sourcetype=misp:sighting';

/** A condition: nothing is chosen. */
export function isAny(token: string): string {
  return `$${token}|s$="*"`;
}

/**
 * The items of a menu, of a search that has the field: `label` and `value`, all first. That one is there without events, too: a
 * menu without items would show the bare value of its token.
 */
export function menu(extend: string, field: string, label = field): Search {
  return {
    extend,
    query: [
      `| stats count BY ${field} | eval value=${field}, label=${label}`,
      '| appendpipe [ stats count | eval value="*", label="All" ]',
      '| eval order=if(value="*", 0, 1) | sort 0 +num(order), +str(label) | table label value',
    ],
  };
}

/** The menu of tags by their readable names. TLP has a menu of its own. */
export function tagMenu(extend: string): Search {
  const { query } = menu(extend, 'misp_tag', nameWithGalaxy('misp_tag'));
  const [counted = '', ...lines] = query;
  return { extend, query: [counted, '| search NOT misp_tag="tlp:*"', ...lines] };
}

/** What there is to choose from, of what was written in the time range: a row an instance, with a list for each menu. */
export const menuSearches: Readonly<Record<string, Search>> = {
  choices: {
    query: [
      ATTRIBUTES,
      '| fields misp_instance misp_type misp_category misp_orgc_name misp_tag',
      '| stats values(misp_type) AS misp_type values(misp_category) AS misp_category values(misp_orgc_name) AS misp_orgc_name values(misp_tag) AS misp_tag BY misp_instance',
    ],
  },
  instances: menu('choices', 'misp_instance'),
  types: menu('choices', 'misp_type'),
  categories: menu('choices', 'misp_category'),
  organisations: menu('choices', 'misp_orgc_name'),
  tags: tagMenu('choices'),
};
