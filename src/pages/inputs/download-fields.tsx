import Checkbox from '@splunk/react-ui/Checkbox';
import type { Values } from '../model/connections.ts';
import { Notice } from '../ui/notice.tsx';
import { SettingFields } from '../ui/setting-fields.tsx';
import type { PartProps } from './connection-fields.tsx';
import { SCOPE, FILTERS, FIRST_PULL, SCHEDULE, INSTANCE_OF_INPUT } from './fields.ts';
import { IndexField } from './index-field.tsx';
import { Section } from './section.tsx';

interface DownloadFieldsProps extends PartProps {
  readonly indexes: readonly string[];
  readonly hadInput: boolean;
}

/** The fields for the download of indicators to an index. */
export function DownloadFields({ form, errors, onChange, indexes, hadInput }: DownloadFieldsProps) {
  const { downloads, input, instance } = form;
  const change = (values: Values) => {
    onChange({ ...form, input: values });
  };
  const settings = { values: input, errors, onChange: change };
  return (
    <>
      {!instance && <SettingFields fields={INSTANCE_OF_INPUT} {...settings} />}
      {instance && (
        <Checkbox
          checked={downloads}
          onChange={() => {
            onChange({ ...form, downloads: !downloads });
          }}
        >
          Download indicators to an index
        </Checkbox>
      )}
      {hadInput && !downloads && (
        <Notice type="warning" text="Saving deletes this input and its filters. Indexed data is kept." />
      )}
      {downloads && (
        <>
          <div style={{ height: 12 }} />
          <SettingFields fields={SCHEDULE} {...settings} />
          <IndexField
            indexes={indexes}
            value={input['index'] ?? ''}
            errors={errors}
            onChange={(index) => {
              change({ ...input, index });
            }}
          />
          <Section title="Start and filters" fields={[...FIRST_PULL, ...FILTERS]} {...settings} />
          <Section title="Advanced" fields={SCOPE} {...settings} />
        </>
      )}
    </>
  );
}
