/**
 * The dashboards make links of these two, and only the app writes this index: whoever else does must not lead elsewhere.
 * What is left behind the form must be nothing; a dollar sign for the end might be taken for a token's.
 */
export const LINKABLE = String.raw`| eval misp_host=if(replace(misp_host, "^([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?(/[0-9A-Za-z_.~-]+)*", "")="", misp_host, "none"), misp_event_id=if(replace(misp_event_id, "^[0-9]+", "")="", misp_event_id, 0)`;
