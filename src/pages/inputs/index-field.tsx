import ComboBox from '@splunk/react-ui/ComboBox';
import type { FieldErrors } from '../model/validate-form.ts';
import { INDEX } from './fields.ts';
import { Row } from '../ui/setting-fields.tsx';

interface IndexFieldProps {
  readonly indexes: readonly string[];
  readonly value: string;
  readonly errors: FieldErrors;
  readonly onChange: (value: string) => void;
}

/** Selects an existing index, or accepts the name of one that exists only on the indexers. */
export function IndexField({ indexes, value, errors, onChange }: IndexFieldProps) {
  const error = errors['index'];
  return (
    <Row field={INDEX} error={error}>
      <ComboBox
        value={value}
        error={error !== undefined}
        onChange={(_event, { value: typed }) => {
          onChange(typed);
        }}
      >
        {indexes.map((name) => (
          <ComboBox.Option key={name} value={name} />
        ))}
      </ComboBox>
    </Row>
  );
}
