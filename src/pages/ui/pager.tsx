import Button from '@splunk/react-ui/Button';
import { Bar, Muted } from './layout.ts';

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onChange: (page: number) => void;
}

export function Pager({ page, pages, onChange }: PagerProps) {
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
