const HOST = String.raw`([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?(/[0-9A-Za-z_.~-]+)*`;

/**
 * The dashboards make links of these two, and only the app writes this index: whoever else does must not lead elsewhere.
 * What is left behind the form must be nothing; a dollar sign for the end might be taken for a token's.
 */
export const LINKABLE = `| eval misp_host=if(replace(misp_host, "^${HOST}", "")="", misp_host, "none"), misp_event_id=if(replace(misp_event_id, "^[0-9]+", "")="", misp_event_id, 0)`;

/** An expression: the link in a `misp_event`, `<host>/events/view/<id> <title>`, for the same reason `none` if it is another text. */
export function linkIn(event: string): string {
  const link = `mvindex(split(${event}, " "), 0)`;
  return `if(${link}!="" AND replace(${link}, "^${HOST}/events/view/[0-9]+", "")="", ${link}, "none")`;
}
