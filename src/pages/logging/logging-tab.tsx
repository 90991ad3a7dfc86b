import Link from '@splunk/react-ui/Link';
import Table from '@splunk/react-ui/Table';
import { searchLink } from '../splunk/links.ts';
import { Hint, Mono, Prose, TableFrame } from '../ui/layout.ts';
import { Title } from '../ui/title.tsx';

interface Log {
  readonly of: string;
  readonly search: string;
}

/** Searches for the logs of the app's programs. */
const LOGS: readonly Log[] = [
  { of: 'Runs of inputs, with their counts', search: 'index=* sourcetype=misp:run' },
  {
    of: 'Messages of inputs',
    search: 'index=_internal sourcetype=splunkd component=ExecProcessor "SA-misp"',
  },
  {
    of: 'Failures of inputs',
    search: 'index=_internal sourcetype=splunkd component=ExecProcessor "SA-misp" (ERROR OR WARN)',
  },
  {
    of: 'Alert actions',
    search: 'index=_internal sourcetype=splunkd component=sendmodalert action=misp_alert_*',
  },
  {
    of: 'Scheduled searches of the feeds',
    search: 'index=_internal sourcetype=scheduler savedsearch_name=MISP_*',
  },
  {
    of: 'Searches that used the commands',
    search: 'index=_audit action=search info=granted search=*misp*',
  },
];

/** The tab with searches for logs. The app has no log level to set. */
export function LoggingTab() {
  return (
    <>
      <Title>Logs of the app</Title>
      <Prose>
        The programs of the app send log lines with a level and a text to splunkd, which writes them to the
        index <Mono>_internal</Mono>. There is no log level to set, and no key is ever logged.
      </Prose>
      <TableFrame>
        <Table stripeRows aria-label="Logs">
          <Table.Head>
            <Table.HeadCell truncate={false}>What</Table.HeadCell>
            <Table.HeadCell truncate={false}>Search of the last 24 hours</Table.HeadCell>
          </Table.Head>
          <Table.Body>
            {LOGS.map(({ of, search }) => (
              <Table.Row key={of}>
                <Table.Cell>
                  <Link to={searchLink(search)}>{of}</Link>
                </Table.Cell>
                <Table.Cell>
                  <Mono>{search}</Mono>
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </TableFrame>
      <Hint>
        A search command reports errors in the search itself. Its search.log (Job, Inspect job) has the
        details. Searching <Mono>_internal</Mono> requires a role with access to it.
      </Hint>
    </>
  );
}
