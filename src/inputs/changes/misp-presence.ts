import { formatUuid, type IndexedRecord } from '../state/index-state.ts';
import type { AttributeIndexer } from './attribute-indexer.ts';
import type { PullOptions } from './pull-options.ts';
import { attributeQuery, eventQuery } from './queries.ts';

/**
 * Asks MISP for attributes by uuid and indexes those that changed.
 * @returns the ids of those that MISP still has
 */
export async function attributeIdsInMisp(
  { client, values, pageSize: maxPageSize, signal }: PullOptions,
  attributes: AttributeIndexer,
  batch: readonly IndexedRecord[],
): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  const pageSize = Math.min(maxPageSize, batch.length + 1);
  const query = { ...attributeQuery(values), uuid: uuidsOf(batch) };
  for await (const rows of client.attributes(query, { pageSize }, signal)) {
    for (const { id } of rows) ids.add(Number(id));
    await attributes.indexPage(rows);
  }
  const missing = withoutIds(batch, ids);
  if (values.published !== true || missing.length === 0) return ids;
  // An event that is being edited is unpublished and may pass no other filter either, so ask without filters.
  const unfiltered = {
    uuid: uuidsOf(missing),
    deleted: [0, 1],
    includeContext: true,
    withAttachments: false,
  };
  for await (const rows of client.attributes(unfiltered, { pageSize }, signal))
    for (const { id, Event } of rows) if (Event?.published === false) ids.add(Number(id));
  return ids;
}

/** Asks MISP for events by id. @returns the ids of those that MISP still has */
export async function eventIdsInMisp(
  { client, values, pageSize: maxPageSize, signal }: PullOptions,
  batch: readonly IndexedRecord[],
): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  const pageSize = Math.min(maxPageSize, batch.length + 1);
  const eventid = batch.map(({ id }) => String(id));
  for await (const page of client.events({ ...eventQuery(values), eventid }, { pageSize }, signal))
    for (const { id } of page) ids.add(Number(id));
  if (values.published !== true || ids.size === batch.length) return ids;
  for await (const page of client.events({ eventid, metadata: true }, { pageSize }, signal))
    for (const { id, published } of page) if (published === false) ids.add(Number(id));
  return ids;
}

export function withoutIds(
  batch: readonly IndexedRecord[],
  ids: ReadonlySet<number>,
): readonly IndexedRecord[] {
  return batch.filter(({ id }) => !ids.has(id));
}

function uuidsOf(batch: readonly IndexedRecord[]): readonly string[] {
  return batch.map(({ uuid }) => formatUuid(uuid));
}
