import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import type { FeedSearch, LastRun } from '../model/feeds.ts';
import { Muted, TableFrame } from '../ui/layout.ts';
import { Status } from '../ui/status.tsx';
import { countText, timeText } from '../ui/time.ts';
import { ScheduleField } from './schedule-field.tsx';

interface FeedsTableProps {
  readonly feeds: readonly FeedSearch[];
  readonly lastRuns: ReadonlyMap<string, LastRun> | undefined;
  readonly rows: ReadonlyMap<string, number> | undefined;
  readonly busy: string | undefined;
  readonly onSwitch: (feed: FeedSearch) => void;
  readonly onSchedule: (feed: FeedSearch, schedule: string) => void;
}

export function FeedsTable({ feeds, lastRuns, rows, busy, onSwitch, onSchedule }: FeedsTableProps) {
  return (
    <TableFrame>
      <Table stripeRows aria-label="Feeds">
        <Table.Head>
          <Table.HeadCell truncate={false}>On</Table.HeadCell>
          <Table.HeadCell truncate={false}>Search</Table.HeadCell>
          <Table.HeadCell truncate={false}>Holds</Table.HeadCell>
          <Table.HeadCell truncate={false}>Schedule (cron)</Table.HeadCell>
          <Table.HeadCell truncate={false}>Last run</Table.HeadCell>
          <Table.HeadCell truncate={false}>Next run</Table.HeadCell>
          <Table.HeadCell truncate={false} align="right">
            Rows
          </Table.HeadCell>
        </Table.Head>
        <Table.Body>
          {feeds.map((feed) => {
            const count = feed.lookup === undefined ? undefined : rows?.get(feed.lookup);
            return (
              <Table.Row key={feed.name}>
                <Table.Cell>
                  <Switch
                    appearance="toggle"
                    aria-label={`On: ${feed.name}`}
                    selected={feed.isOn}
                    disabled={busy === feed.name}
                    onClick={() => {
                      onSwitch(feed);
                    }}
                  />
                </Table.Cell>
                <Table.Cell>{feed.name}</Table.Cell>
                <Table.Cell>{feed.content}</Table.Cell>
                <Table.Cell>
                  <ScheduleField
                    key={feed.schedule}
                    feed={feed}
                    isBusy={busy === feed.name}
                    onSave={(schedule) => {
                      onSchedule(feed, schedule);
                    }}
                  />
                </Table.Cell>
                <Table.Cell>
                  <Last run={lastRuns?.get(feed.name)} />
                </Table.Cell>
                <Table.Cell>{feed.nextRun || <Muted>none</Muted>}</Table.Cell>
                <Table.Cell align="right">{count === undefined ? '' : countText(count)}</Table.Cell>
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
