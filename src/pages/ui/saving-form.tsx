import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { ReactNode } from 'react';
import { Bar } from './layout.ts';
import { Outcome } from './outcome.tsx';
import type { Action } from './use-action.ts';

interface SavingFormProps {
  readonly action: Action;
  /** What was saved; undefined until something is. */
  readonly said: string | undefined;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Fields with a button that saves them, and what came of it. */
export function SavingForm({ action, said, onSubmit, children }: SavingFormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Outcome action={action} said={said} />
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
