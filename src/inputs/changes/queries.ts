import { filterQuery } from '../../indicators/filter-query.ts';
import type { Query } from '../../misp/query/query.ts';
import type { InputValues } from '../scheme.ts';

/**
 * The filters for attributes, without a time range. Deleted attributes are included, since the index must learn of them.
 * `to_ids` is no filter here: an indexed attribute must be written again when its `to_ids` changes.
 */
export function attributeQuery(values: InputValues): Query {
  const { type, category, tags, not_tags, org, published } = values;
  return {
    ...filterQuery({ type, category, tags, not_tags, org, published }),
    deleted: [0, 1],
    enforceWarninglist: values.warning_list,
    includeContext: true,
    includeEventUuid: true,
    withAttachments: false,
  };
}

/** The filters for events, without a time range. Filters of attributes do not apply to events. */
export function eventQuery({ org, published }: InputValues): Query {
  return { ...filterQuery({ org, published }), metadata: true };
}

/** Identifies the filters of a checkpoint. Its cursors are valid for these filters only. */
export function filterFingerprint(values: InputValues): string {
  const { start, type, category, tags, not_tags, to_ids, published, warning_list, org } = values;
  const { include_events, include_sightings } = values;
  const filters = { start, type, category, tags, not_tags, to_ids, published, warning_list, org };
  return JSON.stringify({ ...filters, include_events, include_sightings });
}
