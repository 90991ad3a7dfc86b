import Multiselect from '@splunk/react-ui/Multiselect';
import { type FocusEvent, useMemo, useState } from 'react';
import { joinList, splitList } from '../../protocol/lists.ts';
import { Notice } from './notice.tsx';
import type { Suggestions } from './suggestions.ts';

/** More are found by typing. */
const MAX_SHOWN = 100;

interface ListFieldProps {
  readonly name: string;
  readonly placeholder: string;
  /** Values separated by commas, as settings have them. */
  readonly value: string;
  readonly isWrong: boolean;
  readonly suggestions: Suggestions;
  readonly onChange: (value: string) => void;
  /** ControlGroup labels the control. */
  readonly labelledBy?: string;
  readonly describedBy?: string;
}

/** Several values, chosen from suggestions or typed. */
export function ListField(props: ListFieldProps) {
  const { name, placeholder, value, isWrong, suggestions, onChange, ...aria } = props;
  const [typed, setTyped] = useState('');
  // Multiselect forgets what is being typed when it gets another array.
  const values = useMemo(() => splitList(value), [value]);
  const known = suggestions.names[name] ?? [];
  const offered = known.filter((one) => one.toLowerCase().includes(typed.toLowerCase()));
  const shown = new Set([...values, ...offered.slice(0, MAX_SHOWN)]);
  const change = (chosen: readonly string[]) => {
    // A list that is typed or pasted is several values.
    const all = chosen.flatMap((one) =>
      known.includes(one) || values.includes(one) ? [one] : splitList(one),
    );
    onChange(joinList([...new Set(all)]));
  };
  const addTyped = ({ relatedTarget }: FocusEvent) => {
    const isChoosing = relatedTarget?.closest('[role=listbox], [role=option]') != null;
    if (typed !== '' && !isChoosing) change([...values, typed]);
  };
  return (
    <div style={{ flex: 1 }}>
      <Multiselect
        {...aria}
        allowNewValues
        tabConfirmsNewValue
        controlledFilter
        placeholder={placeholder}
        error={isWrong}
        values={values}
        isLoadingOptions={suggestions.isLoading}
        loadingMessage="Loading from MISP…"
        noOptionsMessage={suggestions.note ?? 'Type a value.'}
        {...(offered.length > MAX_SHOWN && {
          footerMessage: `${offered.length - MAX_SHOWN} more. Type to find them.`,
        })}
        onOpen={suggestions.load}
        onFilterChange={(_event, { keyword }) => {
          setTyped(keyword);
        }}
        onChange={(_event, { values: chosen }) => {
          change(chosen.map(String));
        }}
        onBlur={addTyped}
      >
        {[...shown].map((one) => (
          <Multiselect.Option key={one} value={one} label={one} />
        ))}
      </Multiselect>
      <Notice type="warning" text={suggestions.warning(name, value)} />
    </div>
  );
}
