import type { MispStore } from './misp/store.ts';
import { runSpl } from './splunkd/spl/run.ts';
import type { StandInSplunk } from './splunkd/splunk.ts';

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

/** Writes the events of a MISP's data, and the sightings. */
export function addEventsAndSightings(splunk: StandInSplunk, instance: string, store: MispStore): void {
  for (const event of store.events) {
    addToIndex(splunk, instance, 'misp:event', event.timestamp, {
      misp_event_id: event.id,
      misp_event_uuid: event.uuid,
      misp_event_info: event.info,
      misp_event_date: event.date,
      misp_event_timestamp: String(event.timestamp),
      misp_event_published: event.published,
      misp_publish_timestamp: String(event.publish_timestamp),
      misp_threat_level_id: event.threat_level_id,
      misp_attribute_count: String(
        store.attributes.filter((one) => one.event === event && !one.deleted).length,
      ),
      misp_orgc_name: event.orgc.name,
      ...(event.tags.length > 0 && { misp_tag: event.tags }),
    });
  }
  for (const attribute of store.attributes) {
    for (const sighting of attribute.sightings) {
      addToIndex(splunk, instance, 'misp:sighting', sighting.time, {
        misp_sighting_id: sighting.id,
        misp_sighting_uuid: sighting.uuid,
        misp_sighting_type: sighting.type,
        misp_date_sighting: String(sighting.time),
        misp_sighting_source: sighting.source,
        misp_sighting_org: sighting.org.name,
        misp_attribute_id: attribute.id,
        misp_attribute_uuid: attribute.uuid,
        misp_event_id: attribute.event.id,
        misp_value: attribute.value,
      });
    }
  }
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
