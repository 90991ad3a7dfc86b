/** By default Splunk also runs the subpipeline for previews, and would write incomplete rows. */
export function appendpipe(subpipeline: string): string {
  return `| appendpipe run_in_preview=false [ ${subpipeline} ]`;
}

/** Removes the JSON of the row, which is as large as all fields and unused here. */
export const DROP_RAW = '| fields - _raw';
