import type { Values } from '../model/connections.ts';
import { instanceOptions, type KnownInstance } from '../model/known-instances.ts';
import {
  matchChoices,
  matchMacrosAsText,
  matchMacrosOf,
  matchSettingsOf,
  validateMatching,
} from '../model/match-settings.ts';
import { SavingForm } from '../ui/saving-form.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { useMacroForm } from '../ui/use-macro-form.ts';

interface MatchFormProps {
  /** Definitions of the macros. */
  readonly before: Values;
  readonly instances: readonly KnownInstance[];
}

/** The macros of matching as fields. A regular expression in another form is shown as text. */
export function MatchForm({ before, instances }: MatchFormProps) {
  const { asText, fields, form } = useMacroForm({
    before,
    settingsOf: (macros) => ({ values: matchSettingsOf(macros), asText: matchMacrosAsText(macros) }),
    macrosOf: (settings) => matchMacrosOf(settings.values, settings.asText),
    validate: (settings) => validateMatching(settings.values, settings.asText, instances),
    savedMessage: "Saved. Applies from each search's next run.",
  });
  return (
    <SavingForm {...form}>
      <SettingFields
        {...fields}
        fields={[...FIELDS.map((field) => shownAs(field, asText)), instanceField(instances)]}
      />
    </SavingForm>
  );
}

const FIELDS: readonly SettingField[] = [
  {
    name: 'misp_match_min_weight',
    label: 'Minimum weight',
    isRequired: true,
    help: '1 to 100. Indicators with a lower weight are not compared.',
  },
  {
    name: 'misp_match_max_age',
    label: 'Maximum age',
    isRequired: true,
    help: 'Days since MISP last changed or published the indicator.',
  },
  {
    name: 'misp_match_tlp',
    label: 'TLP',
    kind: 'choices',
    isRequired: true,
    help: 'Indicators with one of these levels are compared. NONE: without a TLP tag.',
  },
  {
    name: 'misp_match_types',
    label: 'MISP types',
    kind: 'choices',
    help: 'Leave empty for all types that can be compared.',
  },
  {
    name: 'misp_match_lookback',
    label: 'Look-back days',
    isRequired: true,
    help: 'How far back the MISP_match_lookback searches look for new indicators.',
  },
  {
    name: 'misp_match_alert_weight',
    label: 'Alert weight',
    isRequired: true,
    help: '1 to 100. MISP_match_alert and MISP_match_risk ignore matches with a lower weight.',
  },
];

function shownAs(field: SettingField, asText: ReadonlySet<string>): SettingField {
  if (!asText.has(field.name))
    return field.kind === 'choices'
      ? { ...field, options: matchChoices(field.name).map((value) => [value, value] as const) }
      : field;
  const { name, label } = field;
  return {
    name,
    label,
    isRequired: true,
    kind: 'area',
    help: `The regular expression of the macro ${name}.`,
  };
}

function instanceField(instances: readonly KnownInstance[]): SettingField {
  return {
    name: 'misp_match_sighting_instance',
    label: 'Send sightings to',
    kind: 'choice',
    isRequired: instances.length > 1,
    options: [
      ['', instances.length > 1 ? 'Choose an instance' : 'The only instance'],
      ...instanceOptions(instances),
    ],
    help: 'The MISP instance to which MISP_match_sightings reports.',
  };
}
