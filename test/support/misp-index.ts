import { runSpl } from './splunkd/spl/run.ts';
import type { StandInSplunk } from './splunkd/splunk.ts';

/** Writes what a MISP holds into the index misp, as `| mispgetioc … | \`misp_collect\`` does, deleted attributes too. */
export async function collectAttributes(splunk: StandInSplunk, instance: string): Promise<void> {
  const search =
    `| mispgetioc misp_instance=${instance} json_request="{\\"timestamp\\": 1}" expand_object=true include_context=true` +
    ' include_sightings=false include_deleted=true warning_list=false | `misp_collect`';
  const { failed, messages } = await runSpl(splunk, search);
  if (failed) throw new Error(JSON.stringify(messages));
}
