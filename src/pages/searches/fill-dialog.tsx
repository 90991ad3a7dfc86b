import { useState } from 'react';
import { FILL_WINDOW } from '../model/fill.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Prose } from '../ui/layout.ts';
import { SettingFields } from '../ui/setting-fields.tsx';

interface FillDialogProps {
  /** Names of the searches to fill. */
  readonly names: readonly string[];
  /** Undefined when it is closed. */
  readonly onAnswer: (window: string | undefined) => void;
}

const WINDOW = /^\d+[dhm]$/;

/** Asks how far back a fill looks. */
export function FillDialog({ names, onAnswer }: FillDialogProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({ window: FILL_WINDOW });
  const [hasMistake, setHasMistake] = useState(false);
  const window = (values['window'] ?? '').trim();
  const answer = (isConfirmed: boolean) => {
    if (!isConfirmed) onAnswer(undefined);
    else if (WINDOW.test(window)) onAnswer(window);
    else setHasMistake(true);
  };
  return (
    <ConfirmDialog
      title={names.length === 1 ? `Fill ${names[0] ?? ''} now?` : `Fill ${names.length} feeds now?`}
      confirm="Fill now"
      cancel="Cancel"
      focus='[data-field="window"] input'
      {...(names.length === 1 && { returnTo: `[aria-label="More actions for ${names[0] ?? ''}"]` })}
      onAnswer={answer}
    >
      <Prose>
        Runs {names.length === 1 ? 'this search' : 'these searches one after the other'} once, over a longer
        time than a scheduled run. The look-back of scheduled runs stays as it is.
        {names.length > 1 && ' Keep this page open until all have run.'}
      </Prose>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          answer(true);
        }}
      >
        <SettingFields
          fields={[
            {
              name: 'window',
              label: 'Look-back',
              isRequired: true,
              help: 'For example 90d, or 365d for a year.',
            },
          ]}
          values={values}
          errors={hasMistake ? { window: 'must be a number with d, h or m, for example 90d' } : {}}
          onChange={setValues}
        />
      </form>
    </ConfirmDialog>
  );
}
