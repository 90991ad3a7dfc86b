import Checkbox from '@splunk/react-ui/Checkbox';
import ControlGroup from '@splunk/react-ui/ControlGroup';
import Select from '@splunk/react-ui/Select';
import Text from '@splunk/react-ui/Text';
import type { ReactNode } from 'react';
import type { Values } from '../model/connections.ts';
import type { Mistakes } from '../model/mistakes.ts';
import { isOn } from '../splunk/flags.ts';

/** A setting as people see it. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  /** `flag`: a box to tick; `choice`: one of `options`; text otherwise. */
  readonly kind?: 'flag' | 'choice';
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly help?: string;
  readonly isRequired?: boolean;
  /** Shown only then. */
  readonly isShown?: (values: Values) => boolean;
}

interface SettingFieldsProps {
  readonly fields: readonly SettingField[];
  readonly values: Values;
  readonly mistakes: Mistakes;
  readonly onChange: (values: Values) => void;
}

/** Controls for settings, made from their declarations. */
export function SettingFields({ fields, values, mistakes, onChange }: SettingFieldsProps) {
  const shown = fields.filter(({ isShown }) => isShown?.(values) ?? true);
  return shown.map((field) => (
    <Row
      key={field.name}
      // A box has its label beside it.
      field={field.kind === 'flag' ? { ...field, label: '' } : field}
      mistake={mistakes[field.name]}
    >
      {control(field, values[field.name] ?? '', mistakes[field.name] !== undefined, (value) => {
        onChange({ ...values, [field.name]: value });
      })}
    </Row>
  ));
}

interface RowProps {
  readonly field: Pick<SettingField, 'name' | 'label' | 'help' | 'isRequired'>;
  readonly mistake: string | undefined;
  readonly children: ReactNode;
}

/** Label, control, help, and what is wrong with it. */
export function Row({ field: { name, label, help, isRequired }, mistake, children }: RowProps) {
  return (
    <ControlGroup
      label={label}
      labelPosition="left"
      labelWidth={170}
      data-field={name}
      {...(isRequired && { required: true })}
      {...(help !== undefined && { help })}
      {...(mistake !== undefined && { error: `${label} ${mistake}.` })}
    >
      {children}
    </ControlGroup>
  );
}

function control(
  { label, kind, options = [] }: SettingField,
  value: string,
  isWrong: boolean,
  onChange: (value: string) => void,
) {
  if (kind === 'flag') {
    return (
      <Checkbox
        checked={isOn(value)}
        onChange={() => {
          onChange(isOn(value) ? 'false' : 'true');
        }}
      >
        {label}
      </Checkbox>
    );
  }
  if (kind === 'choice') {
    return (
      <Select
        value={value}
        error={isWrong}
        onChange={(_event, { value: chosen }) => {
          onChange(String(chosen));
        }}
      >
        {options.map(([one, text]) => (
          <Select.Option key={one} value={one} label={text} />
        ))}
      </Select>
    );
  }
  return (
    <Text
      value={value}
      error={isWrong}
      spellCheck={false}
      autoComplete="off"
      onChange={(_event, { value: typed }) => {
        onChange(typed);
      }}
    />
  );
}
