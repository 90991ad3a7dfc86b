/** The dashboards make links of these two, and only the app writes this index: whoever else does must not lead elsewhere. */
export const LINKABLE = String.raw`| eval misp_host=if(match(misp_host, "^([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9a-f:.]+\])(:[0-9]+)?(/[0-9A-Za-z_.~-]+)*$"), misp_host, "none"), misp_event_id=if(match(misp_event_id, "^[0-9]+$"), misp_event_id, 0)`;
