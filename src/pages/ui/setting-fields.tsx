import Checkbox from '@splunk/react-ui/Checkbox';
import ControlGroup from '@splunk/react-ui/ControlGroup';
import Select from '@splunk/react-ui/Select';
import Text from '@splunk/react-ui/Text';
import TextArea from '@splunk/react-ui/TextArea';
import type { ReactNode } from 'react';
import type { Values } from '../model/connections.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { isOn } from '../splunk/flags.ts';
import { Choices } from './choices.tsx';
import { ListField } from './list-field.tsx';
import type { Suggestions } from './suggestions.ts';

/** The declaration of a field for a setting. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  /**
   * `flag`: a checkbox. `choice`: a select with `options`. `choices`: several of `options`, separated by commas. `list`: values
   * separated by commas, with suggestions if the form has some. `area`: text of several lines. One line of text otherwise.
   */
  readonly kind?: 'flag' | 'choice' | 'choices' | 'list' | 'area';
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly help?: string;
  /** What an empty list means. */
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  /** Whether to show the field. Default: always. */
  readonly isShown?: (values: Values) => boolean;
}

interface SettingFieldsProps {
  readonly suggestions?: Suggestions | undefined;
  readonly fields: readonly SettingField[];
  readonly values: Values;
  readonly errors: FieldErrors;
  readonly onChange: (values: Values) => void;
}

/** Renders fields from their declarations. */
export function SettingFields({ fields, values, errors, onChange, suggestions }: SettingFieldsProps) {
  const shown = fields.filter(({ isShown }) => isShown?.(values) ?? true);
  return shown.map((field) => (
    <Row
      key={field.name}
      // A checkbox has its own label.
      field={field.kind === 'flag' ? { ...field, label: '' } : field}
      error={errors[field.name]}
    >
      {field.kind === 'list' && suggestions ? (
        <ListField
          name={field.name}
          placeholder={field.placeholder ?? ''}
          value={values[field.name] ?? ''}
          isWrong={errors[field.name] !== undefined}
          suggestions={suggestions}
          onChange={(value) => {
            onChange({ ...values, [field.name]: value });
          }}
        />
      ) : (
        control(field, values[field.name] ?? '', errors[field.name] !== undefined, (value) => {
          onChange({ ...values, [field.name]: value });
        })
      )}
    </Row>
  ));
}

interface RowProps {
  readonly field: Pick<SettingField, 'name' | 'label' | 'help' | 'isRequired'>;
  readonly error: string | undefined;
  readonly children: ReactNode;
}

/** A row with label, control, help and error. */
export function Row({ field: { name, label, help, isRequired }, error, children }: RowProps) {
  return (
    <ControlGroup
      label={label}
      labelPosition="left"
      labelWidth={170}
      data-field={name}
      {...(isRequired && { required: true })}
      {...(help !== undefined && { help })}
      {...(error !== undefined && { error: errorText(label, error) })}
    >
      {children}
    </ControlGroup>
  );
}

/** An error is the end of "<label> …", or a sentence of its own. */
function errorText(label: string, error: string): string {
  return /^[A-Z]/.test(error) ? error : `${label} ${error}.`;
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
  if (kind === 'choices') {
    return <Choices options={options} value={value} isWrong={isWrong} onChange={onChange} />;
  }
  if (kind === 'area') {
    return (
      <TextArea
        value={value}
        error={isWrong}
        spellCheck={false}
        rowsMax={8}
        onChange={(_event, { value: typed }) => {
          onChange(typed);
        }}
      />
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
