import Link from '@splunk/react-ui/Link';
import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import { plural } from '../../common/plural.ts';
import { isFillable } from '../model/fill.ts';
import type { LastRun } from '../model/last-runs.ts';
import type { ScheduledSearch } from '../model/scheduled-searches.ts';
import type { PageRuns } from '../model/search-runs.ts';
import { managerLink, searchLink } from '../splunk/links.ts';
import { Muted, TableFrame } from '../ui/layout.ts';
import { useRights } from '../ui/rights.tsx';
import { RowActions } from '../ui/row-actions.tsx';
import { Status } from '../ui/status.tsx';
import { countText, timeText } from '../ui/time.ts';
import { useWidth } from '../ui/use-width.ts';
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
  const isWide = useWidth() !== 'narrow';
  const look = { configure, isWide };
  return (
    <TableFrame>
      <Table stripeRows aria-label={label}>
        <Table.Head>
          <Table.HeadCell truncate={false}>Enabled</Table.HeadCell>
          <Table.HeadCell truncate={false}>Search</Table.HeadCell>
          {isWide && <Table.HeadCell truncate={false}>Schedule (cron)</Table.HeadCell>}
          <Table.HeadCell truncate={false}>Last run</Table.HeadCell>
          {isWide && <Table.HeadCell truncate={false}>Next run</Table.HeadCell>}
          {rows && (
            <Table.HeadCell truncate={false} align="right">
              Rows
            </Table.HeadCell>
          )}
          {configure && <Table.HeadCell truncate={false}>Actions</Table.HeadCell>}
        </Table.Head>
        <Table.Body>{searches.map((search) => row(search, look, props))}</Table.Body>
      </Table>
    </TableFrame>
  );
}

interface Look {
  readonly configure: boolean;
  /** Whether there is room for columns for schedule and next run. */
  readonly isWide: boolean;
}

function row(search: ScheduledSearch, { configure, isWide }: Look, props: SearchesTableProps) {
  const { lastRuns, started, rows, isBusy, onSwitch, onSchedule, onRun, onFill } = props;
  const { name, content, isOn, schedule, nextRun, lookup } = search;
  const count = lookup === undefined ? undefined : rows?.get(lookup);
  const state = started.get(name)?.state;
  const isRunning = state === 'running' || state === 'waiting';
  const scheduleField = configure ? (
    <ScheduleField
      search={search}
      isBusy={isBusy}
      onSave={(typed) => {
        onSchedule(search, typed);
      }}
    />
  ) : (
    schedule
  );
  const next = nextRun === undefined ? 'None' : typeof nextRun === 'number' ? timeText(nextRun) : nextRun;
  return (
    <Table.Row key={name}>
      <Table.Cell>
        {configure ? (
          <Switch
            appearance="toggle"
            aria-label={`Enabled: ${name}`}
            selected={isOn}
            onClick={() => {
              onSwitch(search);
            }}
          />
        ) : (
          <Status kind={isOn ? 'good' : 'idle'}>{isOn ? 'Enabled' : 'Disabled'}</Status>
        )}
      </Table.Cell>
      <Table.Cell>
        <div>
          <Link to={managerLink(`saved/searches?search=${encodeURIComponent(name)}`)}>
            <span style={isWide ? { whiteSpace: 'nowrap' } : { overflowWrap: 'anywhere' }}>{name}</span>
          </Link>
          <div>
            <Muted>{content}</Muted>
          </div>
          {!isWide && scheduleField}
        </div>
      </Table.Cell>
      {isWide && <Table.Cell>{scheduleField}</Table.Cell>}
      <Table.Cell>
        <div>
          <LastRunCell scheduled={lastRuns?.get(name)} started={started.get(name)} />
          {!isWide && isOn && <Muted>Next: {next}</Muted>}
        </div>
      </Table.Cell>
      {isWide && <Table.Cell>{next}</Table.Cell>}
      {rows && (
        <Table.Cell align="right">
          {count !== undefined && lookup !== undefined && (
            <Link
              to={searchLink(`| inputlookup ${lookup}`)}
              aria-label={`${plural(count, 'row', countText)} of ${lookup}`}
            >
              {countText(count)}
            </Link>
          )}
        </Table.Cell>
      )}
      {configure && (
        <Table.Cell>
          <RowActions
            name={name}
            actions={[
              {
                label: 'Run now',
                longLabel: `Run now: ${name}`,
                isCommon: true,
                disabled: isRunning,
                onClick: () => {
                  onRun(search);
                },
              },
              ...(isFillable(search.search)
                ? [
                    {
                      label: 'Fill now…',
                      longLabel: `Fill now: ${name}`,
                      isCommon: true,
                      disabled: isRunning,
                      onClick: () => {
                        onFill(search);
                      },
                    },
                  ]
                : []),
            ]}
          />
        </Table.Cell>
      )}
    </Table.Row>
  );
}
