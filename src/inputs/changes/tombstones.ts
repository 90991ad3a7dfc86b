import { instanceFields } from '../../indicators/metadata.ts';
import type { IndexedRecord, IndexState } from '../state/index-state.ts';
import type { PullOptions } from './pull-options.ts';

/**
 * Writes an event with `misp_deleted` and `misp_removed` for each record that MISP no longer has, then removes the
 * records from the index state. @param identify the fields that say which thing was removed, and when
 */
export async function emitTombstones(
  { sink, mispNow, values }: PullOptions,
  sourcetype: 'misp:attribute' | 'misp:event' | 'misp:sighting',
  indexState: IndexState,
  records: readonly IndexedRecord[],
  identify: (record: IndexedRecord) => Readonly<Record<string, unknown>>,
): Promise<void> {
  if (records.length === 0) return;
  const common = {
    misp_deleted: true,
    misp_removed: true,
    ...instanceFields('misp_', sink.instance, sink.url),
  };
  const time = String(mispNow);
  if (sourcetype !== 'misp:event' || values.include_events)
    await sink.write(
      sourcetype,
      records.map((record) => [time, JSON.stringify({ ...identify(record), ...common })]),
    );
  if (sourcetype === 'misp:attribute') sink.counts.deleted += records.length;
  await sink.flushed();
  await indexState.load(records.map(({ id }) => id));
  for (const { id } of records) indexState.remove(id);
  await indexState.save();
}
