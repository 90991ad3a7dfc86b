import { useState } from 'react';
import type { Values } from '../model/connections.ts';
import { saveMacros } from '../model/macros.ts';
import { matchMacrosOf, matchSettingsOf, mistakesInMatching } from '../model/match-settings.ts';
import type { Mistakes } from '../model/mistakes.ts';
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
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [said, setSaid] = useState<string>();
  const action = useAction();
  const submit = async () => {
    setSaid(undefined);
    const found = mistakesInMatching(values);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    const macros = matchMacrosOf(values);
    if (!(await action.run(() => saveMacros(macros, saved)))) return;
    setSaved(macros);
    setSaid('The macros are saved. They hold from the next run of each search.');
  };
  return (
    <SavingForm action={action} said={said} onSubmit={() => void submit()}>
      <SettingFields fields={FIELDS} values={values} mistakes={mistakes} onChange={setValues} />
    </SavingForm>
  );
}
