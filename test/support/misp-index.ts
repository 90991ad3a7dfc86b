import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

/** Writes the attributes that a MISP shows into the index misp: `| mispgetioc … | \`misp_collect\``, deleted ones too. */
export async function collectAttributes(splunk: StandInSplunk, instance: string): Promise<void> {
  const search =
    `| mispgetioc misp_instance=${instance} json_request="{\\"timestamp\\": 1}" expand_object=true include_context=true` +
    ' include_sightings=false include_deleted=true warning_list=false | `misp_collect`';
  const { failed, messages } = await runSpl(splunk, search);
  if (failed) throw new Error(JSON.stringify(messages));
}

/** Writes an event as the input does. @param time Unix seconds */
export function addToIndex(
  splunk: StandInSplunk,
  instance: string,
  sourcetype: 'misp:attribute' | 'misp:event' | 'misp:sighting' | 'misp:run',
  time: number,
  content: object,
): void {
  const host = {
    misp_instance: instance,
    ...(sourcetype !== 'misp:run' && { misp_host: 'misp.example.org' }),
  };
  splunk.index.add({
    index: 'misp',
    sourcetype,
    time,
    host: 'misp.example.org',
    source: `misp://${instance}`,
    raw: JSON.stringify({ ...content, ...host }),
  });
}

export interface Run {
  readonly time: number;
  readonly status: 'success' | 'failed' | 'stopped';
  readonly error?: string;
  readonly duration: number;
  readonly attributes: number;
  readonly requests: number;
  readonly lag: number;
}

/** Writes what a run of the input says of itself at its end. */
export function addRun(splunk: StandInSplunk, instance: string, { time, ...run }: Run): void {
  addToIndex(splunk, instance, 'misp:run', time, {
    misp_input: instance,
    started: time - Math.round(run.duration),
    deleted: Math.floor(run.attributes / 20),
    events: Math.ceil(run.attributes / 15),
    sightings: Math.floor(run.attributes / 8),
    waited: 0,
    clock_difference: 0,
    backfill: false,
    reconciled: false,
    ...run,
  });
}
