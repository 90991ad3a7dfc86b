/** Splunk would run it for previews, too, of rows that are not all: what it writes then would be cut. */
export function appendpipe(subpipeline: string): string {
  return `| appendpipe run_in_preview=false [ ${subpipeline} ]`;
}

/** The row as JSON is as large as all of its fields, and nothing reads it here. */
export const WITHOUT_RAW = '| fields - _raw';
