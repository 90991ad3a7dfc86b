import Link from '@splunk/react-ui/Link';
import Table from '@splunk/react-ui/Table';
import { searchLink } from '../splunk/links.ts';
import { Hint, Mono, Prose, TableFrame } from '../ui/layout.ts';
import { Title } from '../ui/title.tsx';
import { LOGS } from './logs.ts';

/** The tab with searches for logs. The app has no log level to set. */
export function LoggingTab() {
  return (
    <>
      <Title>Logs of the app</Title>
      <Prose>
        splunkd writes the log lines of the app&apos;s programs to the index <Mono>_internal</Mono>. There is
        no log level to set. API keys and passwords are never logged.
      </Prose>
      <TableFrame>
        <Table stripeRows aria-label="Logs">
          <Table.Head>
            <Table.HeadCell truncate={false}>Log</Table.HeadCell>
            <Table.HeadCell truncate={false}>Search (last 24 hours)</Table.HeadCell>
          </Table.Head>
          <Table.Body>
            {LOGS.map(({ name, search }) => (
              <Table.Row key={name}>
                <Table.Cell>
                  <Link to={searchLink(search)}>{name}</Link>
                </Table.Cell>
                <Table.Cell data-breaks>
                  <Mono>{search}</Mono>
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </TableFrame>
      <Hint>
        A search command reports errors in the search itself. Its search.log (Job &gt; Inspect job) has the
        details. To search <Mono>_internal</Mono> and <Mono>_audit</Mono>, you need a role with access to
        them.
      </Hint>
    </>
  );
}
