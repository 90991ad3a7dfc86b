import Button from '@splunk/react-ui/Button';
import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import type { LastRun, ScheduledSearch } from '../model/scheduled-searches.ts';
import { Muted, TableFrame } from '../ui/layout.ts';
import { useRights } from '../ui/rights.tsx';
import { Status } from '../ui/status.tsx';
import { countText, timeText } from '../ui/time.ts';
import { ScheduleField } from './schedule-field.tsx';

interface SearchesTableProps {
  readonly label: string;
  readonly searches: readonly ScheduledSearch[];
  readonly lastRuns: ReadonlyMap<string, LastRun> | undefined;
  /** Without them the table has no such column. */
  readonly rows: ReadonlyMap<string, number> | undefined;
  readonly busy: string | undefined;
  readonly onSwitch: (search: ScheduledSearch) => void;
  readonly onSchedule: (search: ScheduledSearch, schedule: string) => void;
  readonly onRun?: (search: ScheduledSearch) => void;
}

export function SearchesTable(props: SearchesTableProps) {
  const { label, searches, lastRuns, rows, busy, onSwitch, onSchedule, onRun } = props;
  const { configure } = useRights();
  return (
    <TableFrame>
      <Table stripeRows aria-label={label}>
        <Table.Head>
          <Table.HeadCell truncate={false}>On</Table.HeadCell>
          <Table.HeadCell truncate={false}>Search</Table.HeadCell>
          <Table.HeadCell truncate={false}>Holds</Table.HeadCell>
          <Table.HeadCell truncate={false}>Schedule (cron)</Table.HeadCell>
          <Table.HeadCell truncate={false}>Last run</Table.HeadCell>
          <Table.HeadCell truncate={false}>Next run</Table.HeadCell>
          {rows && (
            <Table.HeadCell truncate={false} align="right">
              Rows
            </Table.HeadCell>
          )}
          {configure && onRun && <Table.HeadCell truncate={false}>Run</Table.HeadCell>}
        </Table.Head>
        <Table.Body>
          {searches.map((search) => {
            const count = search.lookup === undefined ? undefined : rows?.get(search.lookup);
            return (
              <Table.Row key={search.name}>
                <Table.Cell>
                  {configure ? (
                    <Switch
                      appearance="toggle"
                      aria-label={`On: ${search.name}`}
                      selected={search.isOn}
                      disabled={busy === search.name}
                      onClick={() => {
                        onSwitch(search);
                      }}
                    />
                  ) : (
                    <Status kind={search.isOn ? 'good' : 'idle'}>{search.isOn ? 'On' : 'Off'}</Status>
                  )}
                </Table.Cell>
                <Table.Cell>{search.name}</Table.Cell>
                <Table.Cell>{search.content}</Table.Cell>
                <Table.Cell>
                  {configure ? (
                    <ScheduleField
                      key={search.schedule}
                      search={search}
                      isBusy={busy === search.name}
                      onSave={(schedule) => {
                        onSchedule(search, schedule);
                      }}
                    />
                  ) : (
                    search.schedule
                  )}
                </Table.Cell>
                <Table.Cell>
                  <Last run={lastRuns?.get(search.name)} />
                </Table.Cell>
                <Table.Cell>{search.nextRun || <Muted>none</Muted>}</Table.Cell>
                {rows && <Table.Cell align="right">{count === undefined ? '' : countText(count)}</Table.Cell>}
                {configure && onRun && (
                  <Table.Cell>
                    <Button
                      appearance="subtle"
                      label="Run now"
                      aria-label={`Run now: ${search.name}`}
                      disabled={busy !== undefined}
                      onClick={() => {
                        onRun(search);
                      }}
                    />
                  </Table.Cell>
                )}
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}

function Last({ run }: { readonly run: LastRun | undefined }) {
  if (!run) return <Muted>none in 7 days</Muted>;
  return (
    <Status kind={run.status === 'success' ? 'good' : 'bad'}>{`${timeText(run.time)}, ${run.status}`}</Status>
  );
}
