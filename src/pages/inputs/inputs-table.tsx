import Switch from '@splunk/react-ui/Switch';
import Table from '@splunk/react-ui/Table';
import type { Connection, Values } from '../model/connections.ts';
import type { Run, Runs } from '../model/runs.ts';
import { dataLink } from '../model/data-link.ts';
import { isEnabled } from '../model/switch.ts';
import { Clip, Muted, TableFrame } from '../ui/layout.ts';
import { RowActions } from '../ui/row-actions.tsx';
import { countText, timeText } from '../ui/time.ts';
import { COLUMNS, intervalText } from './columns.ts';
import { RowSettings } from './row-settings.tsx';
import { RunStatus } from './run-status.tsx';

export type DialogAction = 'test' | 'edit' | 'clone' | 'delete';

export interface Sorting {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

export interface InputsTableProps {
  readonly rows: readonly Connection[];
  /** The settings of an instance without its own. */
  readonly defaults: Values;
  /** Undefined while the search runs, or when it failed. */
  readonly runs: Runs | undefined;
  readonly areRunsLoading: boolean;
  /** Whether the user may change anything. */
  readonly mayChange: boolean;
  /** The names of the rows that are switched at the moment. */
  readonly busy: readonly string[];
  readonly selected: ReadonlySet<string>;
  readonly sorting: Sorting;
  readonly onSelect: (names: readonly string[], isSelected: boolean) => void;
  readonly onSort: (key: string) => void;
  readonly onSwitch: (connection: Connection) => void;
  readonly onAction: (action: DialogAction, connection: Connection) => void;
}

/** The table with a row for each instance and input. A row expands to its settings. */
export function InputsTable(props: InputsTableProps) {
  const { rows, runs, mayChange, sorting, selected, onSelect, onSort } = props;
  const count = rows.filter(({ name }) => selected.has(name)).length;
  return (
    <TableFrame>
      <Table
        stripeRows
        aria-label="MISP instances and inputs"
        rowExpansion="multi"
        rowSelection={count === 0 ? 'none' : count === rows.length ? 'all' : 'some'}
        {...(mayChange && {
          onRequestToggleAllRows: () => {
            onSelect(
              rows.map(({ name }) => name),
              count < rows.length,
            );
          },
        })}
      >
        <Table.Head>
          {COLUMNS.map(({ key, label, from, align }) => (
            <Table.HeadCell
              truncate={false}
              key={key}
              data-from={from}
              {...(align && { align })}
              sortKey={key}
              sortDir={sorting.key === key ? sorting.direction : 'none'}
              onSort={() => {
                onSort(key);
              }}
            >
              {label}
            </Table.HeadCell>
          ))}
          <Table.HeadCell truncate={false}>Actions</Table.HeadCell>
        </Table.Head>
        <Table.Body>
          {rows.map((row) => inputRow(row, row.input ? runs?.byName.get(row.name) : undefined, props))}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}

/** No component: Table takes its rows as they are. */
function inputRow(row: Connection, run: Run | undefined, props: InputsTableProps) {
  const { defaults, runs, areRunsLoading, mayChange, busy, selected, onSelect, onSwitch } = props;
  const { name, instance, input } = row;
  const runsState = runs ? 'known' : areRunsLoading ? 'loading' : 'unknown';
  return (
    <Table.Row
      key={name}
      rowScreenReaderText={name}
      {...(mayChange && {
        selected: selected.has(name),
        onRequestToggle: () => {
          onSelect([name], !selected.has(name));
        },
      })}
      expansionRow={
        <Table.Row key={`${name} settings`}>
          <Table.Cell colSpan={COLUMNS.length + 3}>
            <RowSettings row={row} run={run} defaults={defaults} />
          </Table.Cell>
        </Table.Row>
      }
    >
      <Table.Cell>
        <Clip title={name}>{name}</Clip>
      </Table.Cell>
      <Table.Cell data-from="medium" data-breaks>
        {instance?.['misp_url'] ?? <Muted>instance {input?.['misp_instance'] ?? name}</Muted>}
      </Table.Cell>
      <Table.Cell data-from="wide">{input?.['index'] ?? <Muted>none</Muted>}</Table.Cell>
      <Table.Cell data-from="wide">{input ? intervalText(input['interval'] ?? '') : ''}</Table.Cell>
      <Table.Cell data-from="medium" style={{ minWidth: '7em' }}>
        {run ? timeText(run.last) : ''}
      </Table.Cell>
      <Table.Cell data-from="wide" align="right">
        {run ? countText(run.rows) : ''}
      </Table.Cell>
      <Table.Cell style={{ minWidth: '8em' }}>
        <RunStatus row={row} run={run} runs={runsState} />
      </Table.Cell>
      <Table.Cell>
        {mayChange ? (
          <Switch
            appearance="toggle"
            aria-label={`Enabled: ${name}`}
            aria-busy={busy.includes(name)}
            selected={isEnabled(row)}
            onClick={() => {
              // Not disabled meanwhile: a disabled control loses the focus.
              if (!busy.includes(name)) onSwitch(row);
            }}
          />
        ) : isEnabled(row) ? (
          'Yes'
        ) : (
          'No'
        )}
      </Table.Cell>
      <Table.Cell>
        <RowActions name={name} actions={actionsOf(row, props)} />
      </Table.Cell>
    </Table.Row>
  );
}

function actionsOf(row: Connection, { mayChange, onAction }: InputsTableProps) {
  const dialog = (action: DialogAction) => () => {
    onAction(action, row);
  };
  const ofInstance = row.instance !== undefined;
  const test = {
    label: 'Test',
    longLabel: `Test connection of ${row.name}`,
    isCommon: true,
    onClick: dialog('test'),
  };
  const search = {
    label: 'Search',
    onClick: () => {
      window.open(dataLink(row), '_blank', 'noopener');
    },
  };
  return [
    ...(ofInstance ? [test] : []),
    ...(mayChange ? [{ label: 'Edit', isCommon: true, onClick: dialog('edit') }] : []),
    search,
    ...(mayChange && ofInstance ? [{ label: 'Clone', onClick: dialog('clone') }] : []),
    ...(mayChange ? [{ label: 'Delete', onClick: dialog('delete') }] : []),
  ];
}
