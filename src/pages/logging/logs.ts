/** A log of the app's programs, and the search that shows it. */
export interface Log {
  readonly name: string;
  readonly search: string;
}

export const LOGS: readonly Log[] = [
  { name: 'Runs of inputs, with their counts', search: 'index=* sourcetype=misp:run' },
  {
    name: 'Messages of inputs',
    search: 'index=_internal sourcetype=splunkd component=ExecProcessor "misp://"',
  },
  {
    name: 'Errors and warnings of inputs',
    search: 'index=_internal sourcetype=splunkd component=ExecProcessor "misp://" (ERROR OR WARN)',
  },
  {
    name: 'Alert actions',
    search: 'index=_internal sourcetype=splunkd component=sendmodalert action=misp_alert_*',
  },
  {
    name: 'Scheduled searches',
    search: 'index=_internal sourcetype=scheduler savedsearch_name=MISP_*',
  },
  { name: 'Requests for API keys', search: 'index=_internal sourcetype=splunkd_access misp_broker' },
  {
    name: 'Searches that used the commands',
    search: 'index=_audit action=search info=granted search=*misp*',
  },
];
