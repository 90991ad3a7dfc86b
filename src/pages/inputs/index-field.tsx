import ComboBox from '@splunk/react-ui/ComboBox';
import type { Mistakes } from '../model/mistakes.ts';
import { Row } from '../ui/setting-fields.tsx';

interface IndexFieldProps {
  readonly indexes: readonly string[];
  readonly value: string;
  readonly mistakes: Mistakes;
  readonly onChange: (value: string) => void;
}

/** An index that there is, or the name of one that only the indexers know. */
export function IndexField({ indexes, value, mistakes, onChange }: IndexFieldProps) {
  const mistake = mistakes['index'];
  return (
    <Row
      field={{
        name: 'index',
        label: 'Index',
        help: 'default is the index that Splunk is set to. One that only indexers have can be typed.',
      }}
      mistake={mistake}
    >
      <ComboBox
        value={value}
        error={mistake !== undefined}
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
