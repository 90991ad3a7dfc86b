import { filterQuery, includeExclude } from '../../indicators/filter-query.ts';
import type { Query } from '../../misp/query/query.ts';
import type { InputValues } from '../scheme.ts';

/**
 * What of attributes is asked for beside a time. Deleted ones too: what is deleted has to be told. Not to_ids: an
 * attribute that changes sides has to be told, too.
 */
export function attributeQuery(values: InputValues): Query {
  const { type, category, tags, not_tags, published } = values;
  return {
    ...filterQuery({ type, category, tags, not_tags, published }),
    ...orgQuery(values),
    deleted: [0, 1],
    enforceWarninglist: values.warning_list,
    includeContext: true,
    includeEventUuid: true,
    withAttachments: false,
  };
}

/** What of events is asked for beside a time: no filter of attributes, for an event has some of many kinds. */
export function eventQuery(values: InputValues): Query {
  return { ...filterQuery({ published: values.published }), ...orgQuery(values), metadata: true };
}

function orgQuery({ org }: InputValues): Query {
  return org ? { org: includeExclude(org) } : {};
}

/** What a checkpoint was made for: with other filters its cursors mean nothing. */
export function fingerprintOf(values: InputValues): string {
  const { start, type, category, tags, not_tags, to_ids, published, warning_list, org } = values;
  const { include_events, include_sightings } = values;
  const filters = { start, type, category, tags, not_tags, to_ids, published, warning_list, org };
  return JSON.stringify({ ...filters, include_events, include_sightings });
}
