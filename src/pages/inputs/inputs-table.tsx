import Button from '@splunk/react-ui/Button';
import Link from '@splunk/react-ui/Link';
import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import type { Connection } from '../model/connections.ts';
import { type Runs, runsSearch } from '../model/runs.ts';
import { isEnabled } from '../model/switch.ts';
import { isOn } from '../splunk/flags.ts';
import { searchLink } from '../splunk/links.ts';
import { Muted, TableFrame } from '../ui/layout.ts';
import { Status } from '../ui/status.tsx';
import { countText, timeText } from '../ui/time.ts';

export type RowAction = 'test' | 'edit' | 'clone' | 'delete';

const ACTIONS: readonly (readonly [RowAction, string])[] = [
  ['test', 'Test'],
  ['edit', 'Edit'],
  ['clone', 'Clone'],
  ['delete', 'Delete'],
];

/** The actions for an input that uses an instance with another name. */
const INPUT_ACTIONS: readonly RowAction[] = ['edit', 'delete'];

export interface Sorting {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

interface InputsTableProps {
  readonly rows: readonly Connection[];
  /** Undefined while the search runs, or when it failed. */
  readonly runs: ReadonlyMap<string, Runs> | undefined;
  readonly busy: string | undefined;
  readonly sorting: Sorting;
  readonly onSort: (key: string) => void;
  readonly onSwitch: (connection: Connection) => void;
  readonly onAction: (action: RowAction, connection: Connection) => void;
}

const COLUMNS = [
  ['name', 'Name'],
  ['misp_url', 'MISP'],
  ['index', 'Index'],
  ['interval', 'Interval'],
] as const;

/** The table with a row for each instance and input. */
export function InputsTable(props: InputsTableProps) {
  const { rows, runs, busy, sorting, onSort, onSwitch, onAction } = props;
  return (
    <TableFrame>
      <Table stripeRows aria-label="MISP instances and inputs">
        <Table.Head>
          {COLUMNS.map(([key, label]) => (
            <Table.HeadCell
              truncate={false}
              key={key}
              sortKey={key}
              sortDir={sorting.key === key ? sorting.direction : 'none'}
              onSort={() => {
                onSort(key);
              }}
            >
              {label}
            </Table.HeadCell>
          ))}
          <Table.HeadCell truncate={false}>Last run</Table.HeadCell>
          <Table.HeadCell truncate={false} align="right">
            Indicators so far
          </Table.HeadCell>
          <Table.HeadCell truncate={false}>Status</Table.HeadCell>
          <Table.HeadCell truncate={false}>Enabled</Table.HeadCell>
          <Table.HeadCell truncate={false}>Actions</Table.HeadCell>
        </Table.Head>
        <Table.Body>
          {rows.map((row) => {
            const run = row.input ? runs?.get(row.name) : undefined;
            return (
              <Table.Row key={row.name}>
                <Table.Cell style={{ whiteSpace: 'nowrap' }}>{row.name}</Table.Cell>
                <Table.Cell>{row.instance?.['misp_url'] ?? <UsedInstance row={row} />}</Table.Cell>
                <Table.Cell>{row.input?.['index'] ?? <Muted>none</Muted>}</Table.Cell>
                <Table.Cell>{row.input ? intervalText(row.input['interval'] ?? '') : ''}</Table.Cell>
                <Table.Cell style={{ whiteSpace: 'nowrap' }}>{run ? timeText(run.last) : ''}</Table.Cell>
                <Table.Cell align="right">{run ? countText(run.indicators) : ''}</Table.Cell>
                <Table.Cell>
                  <RunStatus row={row} run={run} areKnown={runs !== undefined} />
                </Table.Cell>
                <Table.Cell>
                  <Switch
                    appearance="toggle"
                    aria-label={`Enabled: ${row.name}`}
                    selected={isEnabled(row)}
                    disabled={busy === row.name}
                    onClick={() => {
                      onSwitch(row);
                    }}
                  />
                </Table.Cell>
                <Table.Cell>
                  {ACTIONS.filter(
                    ([action]) => row.instance !== undefined || INPUT_ACTIONS.includes(action),
                  ).map(([action, label]) => (
                    <Button
                      key={action}
                      appearance="subtle"
                      label={label}
                      aria-label={`${label}${action === 'test' ? ' connection of' : ''} ${row.name}`}
                      onClick={() => {
                        onAction(action, row);
                      }}
                    />
                  ))}
                </Table.Cell>
              </Table.Row>
            );
          })}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}

function UsedInstance({ row }: { readonly row: Connection }) {
  return <Muted>that of {row.input?.['misp_instance'] ?? row.name}</Muted>;
}

/** Formats seconds as hours or minutes. Returns a cron schedule as it is. */
function intervalText(interval: string): string {
  const seconds = Number(interval);
  if (!Number.isInteger(seconds)) return interval;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

interface RunStatusProps {
  readonly row: Connection;
  readonly run: Runs | undefined;
  readonly areKnown: boolean;
}

function RunStatus({ row, run, areKnown }: RunStatusProps) {
  if (!isEnabled(row)) return <Status kind="idle">Off</Status>;
  if (!row.input) return <Status kind="good">For searches only</Status>;
  if (isOn(row.input['disabled'])) return <Status kind="idle">Download off</Status>;
  if (!areKnown) return <Muted>unknown</Muted>;
  if (!run) return <Status kind="idle">No run yet</Status>;
  if (run.status === 'success') return <Status kind="good">Success</Status>;
  return (
    <Status kind={run.status === 'failed' ? 'bad' : 'idle'}>
      {run.status === 'failed' ? 'Failed' : 'Stopped'}
      {run.error === '' ? '' : `: ${run.error}`}{' '}
      <Link to={searchLink(runsSearch(row.name, row.input['index'] ?? ''), '-7d')}>Runs</Link>
    </Status>
  );
}
