import Checkbox from '@splunk/react-ui/Checkbox';
import Text from '@splunk/react-ui/Text';
import type { SecretChange } from '../model/form.ts';
import { Row } from './setting-fields.tsx';

interface SecretFieldProps {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly isRequired?: boolean;
  /** A secret may be stored already, and an empty field keeps it. The page cannot read it, or whether it exists. */
  readonly mayBeStored: boolean;
  readonly mayBeRemoved?: boolean;
  readonly error: string | undefined;
  readonly change: SecretChange;
  readonly onChange: (change: SecretChange) => void;
}

/** A field for a secret, which is write-only. */
export function SecretField(props: SecretFieldProps) {
  const { name, label, help, isRequired, mayBeStored, mayBeRemoved, error, change, onChange } = props;
  const isRemoved = change === 'remove';
  const keep = mayBeStored ? 'Leave empty to keep the stored one.' : '';
  const text = [help ?? '', keep].join(' ').trim();
  return (
    <>
      <Row
        field={{
          name,
          label,
          ...(text !== '' && { help: text }),
          ...(isRequired && !mayBeStored && { isRequired }),
        }}
        error={error}
      >
        <Text
          type="password"
          passwordVisibilityToggle
          autoComplete="new-password"
          disabled={isRemoved}
          error={error !== undefined}
          value={isRemoved ? '' : change.value}
          onChange={(_event, { value }) => {
            onChange({ value });
          }}
        />
      </Row>
      {mayBeStored && mayBeRemoved && (
        <Row field={{ name: `${name}_remove`, label: '' }} error={undefined}>
          <Checkbox
            checked={isRemoved}
            onChange={() => {
              onChange(isRemoved ? { value: '' } : 'remove');
            }}
          >
            {`Remove the stored ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
          </Checkbox>
        </Row>
      )}
    </>
  );
}
