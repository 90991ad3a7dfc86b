import Select from '@splunk/react-ui/Select';
import Text from '@splunk/react-ui/Text';
import { type ComponentProps, type ReactNode, useState } from 'react';
import type { Connection } from '../model/connections.ts';
import { Bar, Hint, Muted, Spacer } from '../ui/layout.ts';
import { Pager } from '../ui/pager.tsx';
import { InputsTable, type Sorting } from './inputs-table.tsx';

const PAGE_SIZES = [10, 25, 50] as const;

interface InputsListProps extends Omit<ComponentProps<typeof InputsTable>, 'sorting' | 'onSort'> {
  /** Shown beside the filter. */
  readonly children: ReactNode;
}

/** The table of inputs with count, filter, sorting and paging. */
export function InputsList({ rows, children, ...table }: InputsListProps) {
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ key: 'name', direction: 'asc' });
  const [size, setSize] = useState<number>(PAGE_SIZES[0]);
  const [page, setPage] = useState(1);
  const found = sorted(
    rows.filter((row) => textIn(row).includes(filter.trim().toLowerCase())),
    sorting,
  );
  const pages = Math.max(1, Math.ceil(found.length / size));
  const current = Math.min(page, pages);
  const sort = (key: string) => {
    setSorting((before) => ({
      key,
      direction: before.key === key && before.direction === 'asc' ? 'desc' : 'asc',
    }));
  };
  return (
    <>
      <Bar>
        <Muted role="status">
          {found.length} {found.length === 1 ? 'input' : 'inputs'}
          {found.length < rows.length ? ` of ${rows.length}` : ''}
        </Muted>
        <Select
          inline
          value={size}
          labelText="Rows a page"
          suffixLabel="a page"
          onChange={(_event, { value }) => {
            setSize(Number(value));
            setPage(1);
          }}
        >
          {PAGE_SIZES.map((one) => (
            <Select.Option key={one} value={one} label={String(one)} />
          ))}
        </Select>
        <div style={{ width: 260 }}>
          <Text
            canClear
            type="search"
            aria-label="Filter"
            placeholder="Filter"
            value={filter}
            onChange={(_event, { value }) => {
              setFilter(value);
              setPage(1);
            }}
          />
        </div>
        <Spacer />
        {children}
      </Bar>
      {rows.length === 0 ? (
        <Hint>Nothing is set up yet. Create an input with the address of your MISP and an API key.</Hint>
      ) : (
        <InputsTable
          {...table}
          rows={found.slice((current - 1) * size, current * size)}
          sorting={sorting}
          onSort={sort}
        />
      )}
      {pages > 1 && <Pager page={current} pages={pages} onChange={setPage} />}
    </>
  );
}

function textIn({ name, instance, input }: Connection): string {
  return [name, instance?.['misp_url'], input?.['index'], input?.['misp_instance']].join(' ').toLowerCase();
}

function sorted(rows: readonly Connection[], { key, direction }: Sorting): Connection[] {
  const valueOf = ({ name, instance, input }: Connection) =>
    key === 'name' ? name : (instance?.[key] ?? input?.[key] ?? '');
  const sign = direction === 'asc' ? 1 : -1;
  return [...rows].sort(
    (one, other) => sign * valueOf(one).localeCompare(valueOf(other), undefined, { numeric: true }),
  );
}
