import Checkbox from '@splunk/react-ui/Checkbox';
import type { Values } from '../model/connections.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { Notice } from '../ui/notice.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import type { Suggestions } from '../ui/suggestions.ts';
import type { PartProps } from './connection-fields.tsx';
import { SCOPE, FILTERS, FIRST_PULL, SCHEDULE, INSTANCE_OF_INPUT } from './fields.ts';
import { IndexField } from './index-field.tsx';
import { Section } from './section.tsx';

interface DownloadFieldsProps extends PartProps {
  readonly surroundings: Surroundings;
  readonly suggestions: Suggestions;
  readonly hadInput: boolean;
  /** The names of the instances. */
  readonly instances: readonly string[];
}

/** The fields for the download of indicators to an index. */
export function DownloadFields(props: DownloadFieldsProps) {
  const { form, errors, onChange, surroundings, suggestions, hadInput, instances } = props;
  const { downloads, input, instance } = form;
  const settings = {
    values: input,
    errors,
    suggestions,
    onChange: (values: Values) => {
      onChange({ ...form, input: values });
    },
  };
  return (
    <>
      {!instance && (
        <SettingFields fields={withInstances(input['misp_instance'] ?? '', instances)} {...settings} />
      )}
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
          <IndexField form={form} surroundings={surroundings} errors={errors} onChange={onChange} />
          <Section title="Start and filters" fields={[...FIRST_PULL, ...FILTERS]} {...settings} />
          <Section title="Advanced" fields={SCOPE} {...settings} />
        </>
      )}
    </>
  );
}

/** Also offers the instance that is set and does not exist, so that it is not changed without a word. */
function withInstances(current: string, instances: readonly string[]): readonly SettingField[] {
  const missing = current !== '' && !instances.includes(current);
  const options = [
    ...instances.map((name) => [name, name] as const),
    ...(missing ? [[current, `${current} (does not exist)`] as const] : []),
  ];
  return INSTANCE_OF_INPUT.map((field) => ({ ...field, kind: 'choice', options }));
}
