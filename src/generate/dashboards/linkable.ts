const HOST = String.raw`([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?(/[0-9A-Za-z_.~-]+)*`;

/** The names of the instances that are reached by http, with a space around each: a subsearch that gives a string. */
const HTTP_INSTANCES =
  '[| rest /servicesNS/-/SA-misp/configs/conf-misp_instances splunk_server=local count=0 | search misp_url="http://*" | stats count values(title) AS title | eval search="\\"".coalesce(" ".mvjoin(title, " ")." ", "")."\\"" | table search ]';

/**
 * The scheme of links to the instance of a row, in `scheme`. Rows have the host of MISP alone, so the settings of the instance say
 * it; of an instance that there is no more it is https. A chain cannot have this line, since it reads something.
 */
export const SCHEME = `| eval scheme=if(mvcount(split(${HTTP_INSTANCES}, " ".mvindex(misp_instance, 0)." ")) > 1, "http", "https")`;

/**
 * The dashboards make links of what the index has, and only the app writes this index: whoever else does must not lead elsewhere.
 * `_misp` is the address of the event in MISP by the `scheme`, and `none` of what has not the form of a host or an id. What is left
 * behind the form must be nothing; a dollar sign for the end might be taken for a token's.
 */
export const LINKABLE = `| eval misp_event_id=if(replace(misp_event_id, "^[0-9]+", "")="", misp_event_id, 0), _misp=if(misp_host!="" AND misp_host!="none" AND replace(misp_host, "^${HOST}", "")="", scheme."://".misp_host."/events/view/".misp_event_id, "none")`;

/** An expression: the address in a `misp_event`, `<host>/events/view/<id> <title>`, for the same reason `none` if it is another text. */
export function linkIn(event: string): string {
  const link = `mvindex(split(${event}, " "), 0)`;
  return `if(${link}!="" AND replace(${link}, "^${HOST}/events/view/[0-9]+", "")="", scheme."://".${link}, "none")`;
}
