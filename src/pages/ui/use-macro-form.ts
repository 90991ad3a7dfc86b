import { useState } from 'react';
import { isChanged } from '../model/changed.ts';
import type { Values } from '../model/connections.ts';
import { saveMacros } from '../model/macros.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { useAction } from './use-action.ts';

/** Macros as fields of a form. */
export interface MacroSettings<AsText> {
  readonly values: Values;
  /** The macros whose definition is in another form than their field has. */
  readonly asText: AsText;
}

interface MacroForm<AsText> {
  /** Definitions by name. */
  readonly before: Values;
  /** Shown at once. */
  readonly initialErrors?: (values: Values) => FieldErrors;
  readonly settingsOf: (macros: Values) => MacroSettings<AsText>;
  readonly macrosOf: (settings: MacroSettings<AsText>, saved: Values) => Values;
  readonly validate: (settings: MacroSettings<AsText>, saved: Values) => FieldErrors;
  /** What to say after saving. */
  readonly savedMessage: string;
}

/** The state of a form whose fields are macros: `fields` for SettingFields, `form` for SavingForm. */
export function useMacroForm<AsText>(options: MacroForm<AsText>) {
  const { before, initialErrors, settingsOf, macrosOf, validate, savedMessage } = options;
  const [saved, setSaved] = useState(before);
  const { values: initial, asText } = settingsOf(saved);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>(() => initialErrors?.(initial) ?? {});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  const submit = async () => {
    setMessage(undefined);
    const found = validate({ values, asText }, saved);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const macros = macrosOf({ values, asText }, saved);
    if (!(await action.run(() => saveMacros(macros, saved)))) return;
    setSaved(macros);
    // What was typed while it was saving is not saved.
    setValues((now) => (now === values ? settingsOf(macros).values : now));
    setMessage(savedMessage);
  };
  return {
    asText,
    fields: { values, errors, onChange: setValues },
    form: { action, message, isChanged: isChanged(values, initial), onSubmit: () => void submit() },
  };
}
