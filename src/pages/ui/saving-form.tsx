import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { ReactNode } from 'react';
import { Bar } from './layout.ts';
import { Outcome } from './outcome.tsx';
import type { Action } from './use-action.ts';

interface SavingFormProps {
  readonly action: Action;
  /** The success message. Undefined before saving. */
  readonly message: string | undefined;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form with a save button and the result. */
export function SavingForm({ action, message, onSubmit, children }: SavingFormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Outcome action={action} message={message} />
      {children}
      <Bar>
        <Button
          type="submit"
          appearance="primary"
          label={action.isBusy ? 'Saving…' : 'Save'}
          disabled={action.isBusy}
        />
        {action.isBusy && <WaitSpinner screenReaderText="Saving" />}
      </Bar>
    </form>
  );
}
