import type { Values } from '../model/connections.ts';
import { feedMacrosOf, feedSettingsOf } from '../model/feed-settings.ts';
import { instanceMistake, instanceToAsk, type KnownInstance } from '../model/known-instances.ts';
import { loadNames } from '../model/suggestions.ts';
import { validateFeeds } from '../model/validate-feeds.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { Section } from '../inputs/section.tsx';
import { Spaced } from '../ui/layout.ts';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { SavingForm } from '../ui/saving-form.tsx';
import { useMacroForm } from '../ui/use-macro-form.ts';
import { useNames } from '../ui/use-names.ts';
import { FILTER_FIELDS, MAPPING_FIELDS, MORE_FIELDS, sourceFields } from './fields.ts';

interface FeedFormProps {
  /** Definitions of the macros. */
  readonly before: Values;
  readonly instances: readonly KnownInstance[];
}

/** The macros of the feeds as fields. A definition in another form is shown as text. */
export function FeedForm({ before, instances }: FeedFormProps) {
  const { asText, fields, form } = useMacroForm({
    before,
    initialErrors: (values) => instanceErrors(values, instances),
    settingsOf: feedSettingsOf,
    macrosOf: feedMacrosOf,
    validate: (settings, saved) => validateFeeds(settings, saved, instances),
    savedMessage: "Saved. Applies from each feed's next run.",
  });
  const asked = instanceToAsk(fields.values['misp_instance'] ?? '', instances);
  const missing =
    asked === undefined ? 'Choose an enabled MISP instance first to choose from its lists.' : undefined;
  const suggestions = useNames(asked ?? '', missing, () => loadNames(asked ?? ''));
  const shared = { ...fields, suggestions };
  const fieldsOf = (macro: string, usual: readonly SettingField[]) =>
    asText.has(macro) ? [textField(macro, asText.get(macro) ?? [])] : usual;
  return (
    <SavingForm {...form}>
      <SettingFields {...shared} fields={fieldsOf('misp_es_source', sourceFields(instances))} />
      <SettingFields {...shared} fields={fieldsOf('misp_es_filters', FILTER_FIELDS)} />
      {!asText.has('misp_es_filters') && (
        <Spaced>
          <Section title="More filters" fields={MORE_FIELDS} {...shared} />
        </Spaced>
      )}
      <SettingFields
        {...shared}
        fields={fieldsOf(
          'misp_es_mapping',
          MAPPING_FIELDS.filter(({ name }) => name !== 'days'),
        )}
      />
      <SettingFields
        {...shared}
        fields={fieldsOf(
          'misp_es_max_age',
          MAPPING_FIELDS.filter(({ name }) => name === 'days'),
        )}
      />
    </SavingForm>
  );
}

/** A macro whose definition somebody wrote in another form. */
function textField(macro: string, mistakes: readonly string[]): SettingField {
  return {
    name: macro,
    label: macro,
    kind: 'area',
    help: `This macro was edited by hand, so it is shown as text. Not understood here: ${mistakes.join(' ')}`,
  };
}

/** A wrong instance is shown at once: every run of a feed would fail. */
function instanceErrors(values: Values, instances: readonly KnownInstance[]): FieldErrors {
  const mistake =
    values['misp_instance'] === undefined ? undefined : instanceMistake(values['misp_instance'], instances);
  return mistake === undefined ? {} : { misp_instance: mistake };
}
