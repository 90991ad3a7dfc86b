import { DATASETS } from '../stand-ins/splunk/cim/models.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** Indexes an event of a dataset, `<model>.<dataset>`. It happened two seconds earlier. @param indexTime Unix seconds */
export function logEvent(splunk: StandInSplunk, dataset: string, fields: LogFields, indexTime: number): void {
  const raw = JSON.stringify({ tag: DATASETS[dataset]?.tags, ...fields });
  const where = { index: 'logs', sourcetype: 'invented', host: 'h', source: 's' };
  splunk.index.add({ ...where, time: indexTime - 2, raw }, indexTime);
}
