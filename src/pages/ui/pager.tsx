import Button from '@splunk/react-ui/Button';
import { Bar, Muted } from './layout.ts';

/** The rows of a page. The last page counts for one that there is no more. @param page from 1 @param size rows of a page */
export function pageOf<T>(rows: readonly T[], page: number, size: number) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const current = Math.min(page, pages);
  return { rows: rows.slice((current - 1) * size, current * size), page: current, pages };
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onChange: (page: number) => void;
}

/** Buttons for the previous and the next page. Nothing where there is only one. */
export function Pager({ page, pages, onChange }: PagerProps) {
  if (pages === 1) return null;
  const to = (label: string, target: number) => (
    <Button
      appearance="subtle"
      label={label}
      disabled={target < 1 || target > pages}
      onClick={() => {
        onChange(target);
      }}
    />
  );
  return (
    <Bar role="navigation" aria-label="Pages">
      {to('Previous', page - 1)}
      <Muted>
        Page {page} of {pages}
      </Muted>
      {to('Next', page + 1)}
    </Bar>
  );
}
