import ControlGroup from '@splunk/react-ui/ControlGroup';
import Text from '@splunk/react-ui/Text';
import { Row } from '../ui/setting-fields.tsx';
import type { PartProps } from './connection-fields.tsx';

/** The name, which can be chosen for a new connection only. */
export function NameField({ form, isNew, errors, onChange }: PartProps) {
  if (!isNew) {
    return (
      <ControlGroup label="Name" labelPosition="left" labelWidth={170}>
        <Text defaultValue={form.name} disabled />
      </ControlGroup>
    );
  }
  return (
    <Row
      field={{
        name: 'name',
        label: 'Name',
        isRequired: true,
        help: 'Used in searches as misp_instance=<name>. Cannot be changed later.',
      }}
      error={errors['name']}
    >
      <Text
        value={form.name}
        error={errors['name'] !== undefined}
        spellCheck={false}
        autoComplete="off"
        onChange={(_event, { value }) => {
          onChange({ ...form, name: value });
        }}
      />
    </Row>
  );
}
