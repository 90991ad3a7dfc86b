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

/** The menu of tags by their readable names, of a search that has lists of them. TLP has a menu of its own. */
export function tagMenu(extend: string): Search {
  return {
    extend,
    query: [
      `| stats count BY misp_tag | search NOT misp_tag="tlp:*" | eval label=${nameWithGalaxy('misp_tag')}`,
      '| sort 0 +str(label) | table misp_tag label',
    ],
  };
}

const menuOf = (field: string): Search => ({
  extend: 'choices',
  query: [`| stats count BY ${field} | table ${field}`],
});

/** What there is to choose from, of what was written in the time range: a row an instance, with a list for each menu. */
export const menuSearches: Readonly<Record<string, Search>> = {
  choices: {
    query: [
      ATTRIBUTES,
      '| fields misp_instance misp_type misp_category misp_orgc_name misp_tag',
      '| stats values(misp_type) AS misp_type values(misp_category) AS misp_category values(misp_orgc_name) AS misp_orgc_name values(misp_tag) AS misp_tag BY misp_instance',
    ],
  },
  instances: menuOf('misp_instance'),
  types: menuOf('misp_type'),
  categories: menuOf('misp_category'),
  organisations: menuOf('misp_orgc_name'),
  tags: tagMenu('choices'),
};
