import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import variables from '@splunk/themes/variables';
import type { ReactNode } from 'react';
import styled from 'styled-components';
import { Bar } from './layout.ts';
import { useUnsavedEdits } from './leave-guard.tsx';
import { Outcome } from './outcome.tsx';
import { useRights } from './rights.tsx';
import type { Action } from './use-action.ts';

interface SavingFormProps {
  readonly action: Action;
  /** The success message. Undefined before saving. */
  readonly message: string | undefined;
  /** Whether there is something to save. */
  readonly isChanged: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

const Fields = styled.fieldset`
  border: 0;
  margin: 0;
  min-width: 0;
  padding: 0;
`;

const SaveBar = styled(Bar)`
  margin-top: ${variables.spacingMedium};
`;

/** A form with a save button and the result. Asks before edits are lost. Read-only for a user who may not save. */
export function SavingForm({ action, message, isChanged, onSubmit, children }: SavingFormProps) {
  const { configure } = useRights();
  useUnsavedEdits(configure && isChanged);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (configure && isChanged) onSubmit();
      }}
    >
      <Outcome action={action} message={message} />
      <Fields disabled={!configure}>{children}</Fields>
      {configure && (
        <SaveBar>
          <Button
            type="submit"
            appearance="primary"
            label={action.isBusy ? 'Saving…' : 'Save'}
            disabled={action.isBusy || !isChanged}
          />
          {action.isBusy && <WaitSpinner screenReaderText="Saving" />}
        </SaveBar>
      )}
    </form>
  );
}
