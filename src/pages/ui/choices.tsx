import Multiselect from '@splunk/react-ui/Multiselect';

interface ChoicesProps {
  readonly options: readonly (readonly [value: string, label: string])[];
  /** Values separated by commas. Those that are no options are shown, too, so that they can be removed. */
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
  /** ControlGroup labels the control. */
  readonly labelledBy?: string;
  readonly describedBy?: string;
}

/** Chooses several values of a list. */
export function Choices({ options, value, isWrong, onChange, ...aria }: ChoicesProps) {
  const chosen = value.split(',').flatMap((one) => one.trim() || []);
  const unknown = chosen.filter((one) => !options.some(([known]) => known === one));
  return (
    <Multiselect
      {...aria}
      values={chosen}
      error={isWrong}
      onChange={(_event, { values }) => {
        onChange(values.join(','));
      }}
    >
      {[...options, ...unknown.map((one) => [one, one] as const)].map(([one, label]) => (
        <Multiselect.Option key={one} value={one} label={label} />
      ))}
    </Multiselect>
  );
}
