import Button from '@splunk/react-ui/Button';
import Select from '@splunk/react-ui/Select';
import { type ReactNode, useState } from 'react';
import type { Connection } from '../model/connections.ts';
import type { Runs } from '../model/runs.ts';
import { FilterField, FoundCount } from '../ui/filter.tsx';
import { Bar, Hint, Spacer } from '../ui/layout.ts';
import { pageOf, Pager } from '../ui/pager.tsx';
import { COLUMNS } from './columns.ts';
import { InputsTable, type InputsTableProps, type Sorting } from './inputs-table.tsx';

const PAGE_SIZES = [10, 25, 50, 100] as const;

interface InputsListProps extends Omit<InputsTableProps, 'sorting' | 'onSort' | 'selected' | 'onSelect'> {
  readonly onSwitchAll: (connections: readonly Connection[], on: boolean) => void;
  /** Shown beside the filter. */
  readonly children: ReactNode;
}

/** The table of inputs with count, filter, selection, sorting and paging. */
export function InputsList({ rows, children, onSwitchAll, ...table }: InputsListProps) {
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ key: 'name', direction: 'asc' });
  const [size, setSize] = useState<number>(PAGE_SIZES[0]);
  const [page, setPage] = useState(1);
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  const found = sorted(
    rows.filter((row) => textIn(row).includes(filter.trim().toLowerCase())),
    table.runs,
    sorting,
  );
  const shown = pageOf(found, page, size);
  // Rows that a filter hides are not switched.
  const chosen = found.filter(({ name }) => names.has(name));
  const select = (some: readonly string[], isSelected: boolean) => {
    setNames((before) => {
      const others = [...before].filter((name) => !some.includes(name));
      return new Set(isSelected ? [...others, ...some] : others);
    });
  };
  const sort = (key: string) => {
    setSorting((before) => ({
      key,
      direction: before.key === key && before.direction === 'asc' ? 'desc' : 'asc',
    }));
  };
  return (
    <>
      <Bar>
        <FoundCount found={found.length} all={rows.length} noun="input" selected={chosen.length} />
        <Select
          inline
          value={size}
          labelText="Rows per page"
          suffixLabel="per page"
          onChange={(_event, { value }) => {
            setSize(Number(value));
            setPage(1);
          }}
        >
          {PAGE_SIZES.map((one) => (
            <Select.Option key={one} value={one} label={String(one)} />
          ))}
        </Select>
        <FilterField
          placeholder="Filter"
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setPage(1);
          }}
        />
        {table.mayChange && (
          <Bar style={{ flexWrap: 'nowrap', margin: 0 }}>
            {([true, false] as const).map((on) => (
              <Button
                key={String(on)}
                appearance="subtle"
                label={on ? 'Enable selected' : 'Disable selected'}
                disabled={chosen.length === 0 || table.busy.length > 0}
                onClick={() => {
                  onSwitchAll(chosen, on);
                }}
              />
            ))}
          </Bar>
        )}
        <Spacer />
        {children}
      </Bar>
      {found.length === 0 ? (
        <Hint role="status">No input matches &quot;{filter.trim()}&quot;.</Hint>
      ) : (
        <InputsTable
          {...table}
          rows={shown.rows}
          selected={names}
          onSelect={select}
          sorting={sorting}
          onSort={sort}
        />
      )}
      <Pager page={shown.page} pages={shown.pages} onChange={setPage} />
    </>
  );
}

function textIn({ name, instance, input }: Connection): string {
  return [name, instance?.['misp_url'], input?.['index'], input?.['misp_instance']].join(' ').toLowerCase();
}

function sorted(
  rows: readonly Connection[],
  runs: Runs | undefined,
  { key, direction }: Sorting,
): Connection[] {
  const column = COLUMNS.find((one) => one.key === key);
  const valueOf = (row: Connection) => String(column?.valueOf(row, runs?.byName.get(row.name)) ?? '');
  const sign = direction === 'asc' ? 1 : -1;
  return [...rows].sort(
    (one, other) => sign * valueOf(one).localeCompare(valueOf(other), undefined, { numeric: true }),
  );
}
