import { useState } from 'react';
import { isChanged } from '../model/changed.ts';
import type { Values } from '../model/connections.ts';
import { saveMacros } from '../model/macros.ts';
import { matchMacrosOf, matchSettingsOf, validateMatching } from '../model/match-settings.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { SavingForm } from '../ui/saving-form.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { useAction } from '../ui/use-action.ts';

const FIELDS: readonly SettingField[] = [
  {
    name: 'misp_match_min_weight',
    label: 'Minimal weight',
    help: '1 to 100: what weighs less is not looked for.',
  },
  { name: 'misp_match_max_age', label: 'Maximum age', help: 'Days since MISP changed or published it.' },
  { name: 'misp_match_tlp', label: 'TLP', help: 'A regular expression in quotes. NONE is no TLP.' },
  { name: 'misp_match_types', label: 'Types of MISP', help: 'A regular expression in quotes; "." is all.' },
  {
    name: 'misp_match_lookback',
    label: 'Look-back days',
    help: 'How far back new indicators are looked for.',
  },
  {
    name: 'misp_match_alert_weight',
    label: 'Alert weight',
    help: 'MISP_match_alert passes over what weighs less.',
  },
  {
    name: 'misp_match_sighting_instance',
    label: 'Sightings go to',
    help: 'The instance that MISP_match_sightings reports to.',
  },
].map((field) => ({ ...field, isRequired: true }));

/** The macros of matching as fields. */
export function MatchForm({ before }: { readonly before: Values }) {
  const [saved, setSaved] = useState(before);
  const [values, setValues] = useState(matchSettingsOf(before));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  const submit = async () => {
    setMessage(undefined);
    const found = validateMatching(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const macros = matchMacrosOf(values);
    if (!(await action.run(() => saveMacros(macros, saved)))) return;
    setSaved(macros);
    setMessage('The macros are saved. They hold from the next run of each search.');
  };
  return (
    <SavingForm
      action={action}
      message={message}
      isChanged={isChanged(values, matchSettingsOf(saved))}
      onSubmit={() => void submit()}
    >
      <SettingFields fields={FIELDS} values={values} errors={errors} onChange={setValues} />
    </SavingForm>
  );
}
