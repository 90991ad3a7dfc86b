import Checkbox from '@splunk/react-ui/Checkbox';
import ComboBox from '@splunk/react-ui/ComboBox';
import { type Form, indexState, withChosenIndex } from '../model/form.ts';
import { INDEX_MACRO, SPLUNK_DEFAULT } from '../model/index-choice.ts';
import type { Surroundings } from '../model/surroundings.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { Notice } from '../ui/notice.tsx';
import { Row } from '../ui/setting-fields.tsx';
import { INDEX } from './fields.ts';

interface IndexFieldProps {
  readonly form: Form;
  readonly surroundings: Surroundings;
  readonly errors: FieldErrors;
  readonly onChange: (form: Form) => void;
}

/** Selects an index. Offers to create a missing one, and to have the dashboards read it. */
export function IndexField({ form, surroundings, errors, onChange }: IndexFieldProps) {
  const error = errors['index'];
  const value = form.input['index'] ?? '';
  const names = [...(surroundings.indexes ?? []), SPLUNK_DEFAULT];
  // The list shows all of them until something else is typed.
  const offered = names.includes(value) ? names : names.filter((name) => name.includes(value));
  return (
    <>
      <Row field={INDEX} error={error}>
        <ComboBox
          controlledFilter
          value={value}
          error={error !== undefined}
          onChange={(_event, { value: typed }) => {
            onChange(withChosenIndex(form, typed, surroundings));
          }}
        >
          {offered.map((name) => (
            <ComboBox.Option key={name} value={name} />
          ))}
        </ComboBox>
      </Row>
      {error === undefined && <IndexOffers form={form} surroundings={surroundings} onChange={onChange} />}
    </>
  );
}

function IndexOffers({ form, surroundings, onChange }: Omit<IndexFieldProps, 'errors'>) {
  const index = (form.input['index'] ?? '').trim();
  const { isMissing, isUnseen } = indexState(index, surroundings);
  const definition = surroundings.macros?.[INDEX_MACRO] ?? '';
  return (
    <>
      {isMissing && (
        <Row field={{ name: 'creates_index', label: '' }} error={undefined}>
          <div>
            <Checkbox
              checked={form.createsIndex}
              onChange={() => {
                onChange({ ...form, createsIndex: !form.createsIndex });
              }}
            >
              {`Create the index "${index}"`}
            </Checkbox>
            <Notice
              type="info"
              text={
                surroundings.hasIndexers
                  ? `This search head has no index "${index}". Create it on the indexers, unless it exists there.`
                  : `Splunk has no index "${index}".`
              }
            />
          </div>
        </Row>
      )}
      {isUnseen && (
        <Row field={{ name: 'adds_to_macro', label: '' }} error={undefined}>
          <div>
            {index !== SPLUNK_DEFAULT && (
              <Checkbox
                checked={form.addsToMacro}
                onChange={() => {
                  onChange({ ...form, addsToMacro: !form.addsToMacro });
                }}
              >
                {`Add "${index}" to the macro ${INDEX_MACRO}`}
              </Checkbox>
            )}
            <Notice
              type="warning"
              text={
                index === SPLUNK_DEFAULT
                  ? `The dashboards read ${definition} (macro ${INDEX_MACRO}), not Splunk's default index. Choose an index by its name.`
                  : `The dashboards read ${definition} (macro ${INDEX_MACRO}).`
              }
            />
          </div>
        </Row>
      )}
    </>
  );
}
