import Button from '@splunk/react-ui/Button';
import Link from '@splunk/react-ui/Link';
import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import { isFillable } from '../model/fill.ts';
import type { LastRun } from '../model/last-runs.ts';
import type { ScheduledSearch } from '../model/scheduled-searches.ts';
import type { PageRuns } from '../model/search-runs.ts';
import { managerLink, searchLink } from '../splunk/links.ts';
import { Bar, Muted, TableFrame } from '../ui/layout.ts';
import { useRights } from '../ui/rights.tsx';
import { Status } from '../ui/status.tsx';
import { countText, timeText } from '../ui/time.ts';
import { LastRunCell } from './last-run.tsx';
import { ScheduleField } from './schedule-field.tsx';

interface SearchesTableProps {
  readonly label: string;
  readonly searches: readonly ScheduledSearch[];
  readonly lastRuns: ReadonlyMap<string, LastRun> | undefined;
  readonly started: PageRuns;
  /** Rows of lookups. Without them the table has no such column. */
  readonly rows: ReadonlyMap<string, number> | undefined;
  readonly isBusy: boolean;
  readonly onSwitch: (search: ScheduledSearch) => void;
  readonly onSchedule: (search: ScheduledSearch, schedule: string) => void;
  readonly onRun: (search: ScheduledSearch) => void;
  readonly onFill: (search: ScheduledSearch) => void;
}

/** Scheduled searches: switch, schedule, last and next run, and what runs them now. */
export function SearchesTable(props: SearchesTableProps) {
  const { label, searches, rows } = props;
  const { configure } = useRights();
  return (
    <TableFrame>
      <Table stripeRows aria-label={label}>
        <Table.Head>
          <Table.HeadCell truncate={false}>On</Table.HeadCell>
          <Table.HeadCell truncate={false}>Search</Table.HeadCell>
          <Table.HeadCell truncate={false}>Schedule (cron)</Table.HeadCell>
          <Table.HeadCell truncate={false}>Last run</Table.HeadCell>
          <Table.HeadCell truncate={false} data-from="medium">
            Next run
          </Table.HeadCell>
          {rows && (
            <Table.HeadCell truncate={false} align="right" data-from="medium">
              Rows
            </Table.HeadCell>
          )}
          {configure && <Table.HeadCell truncate={false}>Run</Table.HeadCell>}
        </Table.Head>
        <Table.Body>{searches.map((search) => row(search, configure, props))}</Table.Body>
      </Table>
    </TableFrame>
  );
}

function row(search: ScheduledSearch, configure: boolean, props: SearchesTableProps) {
  const { lastRuns, started, rows, isBusy, onSwitch, onSchedule, onRun, onFill } = props;
  const { name, content, isOn, schedule, nextRun, lookup } = search;
  const count = lookup === undefined ? undefined : rows?.get(lookup);
  const state = started.get(name)?.state;
  const isRunning = state === 'running' || state === 'waiting';
  return (
    <Table.Row key={name}>
      <Table.Cell>
        {configure ? (
          <Switch
            appearance="toggle"
            aria-label={`On: ${name}`}
            selected={isOn}
            onClick={() => {
              onSwitch(search);
            }}
          />
        ) : (
          <Status kind={isOn ? 'good' : 'idle'}>{isOn ? 'On' : 'Off'}</Status>
        )}
      </Table.Cell>
      <Table.Cell>
        <div>
          <Link to={managerLink(`saved/searches?search=${encodeURIComponent(name)}`)}>{name}</Link>
          <div>
            <Muted>{content}</Muted>
          </div>
        </div>
      </Table.Cell>
      <Table.Cell>
        {configure ? (
          <ScheduleField
            key={schedule}
            search={search}
            isBusy={isBusy}
            onSave={(typed) => {
              onSchedule(search, typed);
            }}
          />
        ) : (
          schedule
        )}
      </Table.Cell>
      <Table.Cell>
        <LastRunCell scheduled={lastRuns?.get(name)} started={started.get(name)} />
      </Table.Cell>
      <Table.Cell data-from="medium">
        {nextRun === undefined ? (
          <Muted>None</Muted>
        ) : typeof nextRun === 'number' ? (
          timeText(nextRun)
        ) : (
          nextRun
        )}
      </Table.Cell>
      {rows && (
        <Table.Cell align="right" data-from="medium">
          {count !== undefined && lookup !== undefined && (
            <Link
              to={searchLink(`| inputlookup ${lookup}`)}
              aria-label={`${countText(count)} rows of ${lookup}`}
            >
              {countText(count)}
            </Link>
          )}
        </Table.Cell>
      )}
      {configure && (
        <Table.Cell>
          <Bar style={{ margin: 0 }}>
            <Button
              appearance="subtle"
              label="Run now"
              aria-label={`Run now: ${name}`}
              disabled={isRunning}
              onClick={() => {
                onRun(search);
              }}
            />
            {isFillable(search.search) && (
              <Button
                appearance="subtle"
                label="Fill now…"
                aria-label={`Fill now: ${name}`}
                disabled={isRunning}
                onClick={() => {
                  onFill(search);
                }}
              />
            )}
          </Bar>
        </Table.Cell>
      )}
    </Table.Row>
  );
}
