import Text from '@splunk/react-ui/Text';
import { plural } from '../../common/plural.ts';
import { Muted } from './layout.ts';

interface FoundCountProps {
  readonly found: number;
  readonly all: number;
  /** Singular. */
  readonly noun: string;
  readonly selected?: number;
}

/** How many rows a filter leaves. */
export function FoundCount({ found, all, noun, selected = 0 }: FoundCountProps) {
  return (
    <Muted role="status">
      {plural(found, noun)}
      {found < all ? ` of ${all}` : ''}
      {selected > 0 ? `, ${selected} selected` : ''}
    </Muted>
  );
}

interface FilterFieldProps {
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}

export function FilterField({ value, placeholder, onChange }: FilterFieldProps) {
  return (
    <div style={{ flex: '1 1 140px', maxWidth: 260 }}>
      <Text
        canClear
        aria-label="Filter"
        placeholder={placeholder}
        value={value}
        onChange={(_event, { value: typed }) => {
          onChange(typed);
        }}
      />
    </div>
  );
}
