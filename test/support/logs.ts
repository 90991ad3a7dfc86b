import { DATASETS } from '../stand-ins/splunk/cim/models.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** When an event of a log happened, and when it was indexed; Unix seconds. */
interface Times {
  readonly time: number;
  readonly indexed: number;
}

/** Writes an event of a data model into the index `logs`. @param dataset `<model>.<root dataset>`; @param fields by the model's names */
export function addLog(
  splunk: StandInSplunk,
  dataset: string,
  fields: Readonly<Record<string, unknown>>,
  { time, indexed }: Times,
): void {
  const raw = JSON.stringify({ tag: DATASETS[dataset]?.tags, ...fields });
  splunk.index.add({ index: 'logs', sourcetype: 'invented', host: 'h', source: 's', time, raw }, indexed);
}
