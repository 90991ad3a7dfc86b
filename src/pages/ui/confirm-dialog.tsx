import Button from '@splunk/react-ui/Button';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { useReturnFocus } from './focus.ts';
import { Spacer } from './layout.ts';

interface ConfirmDialogProps {
  readonly title: string;
  /** The button that goes on, and the one that does not. */
  readonly confirm: string;
  readonly cancel: string;
  readonly isDestructive?: boolean;
  /** A CSS selector of the control with the focus. Default: the button that does not go on. */
  readonly focus?: string;
  /** A CSS selector of the control that has the focus afterwards, if the one that opened the dialog is gone. */
  readonly returnTo?: string;
  readonly children: ReactNode;
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks a question before something is done. Closing it means no. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, cancel, isDestructive = false, focus = '[data-answer="no"]', children } = props;
  const { returnTo, onAnswer } = props;
  useReturnFocus(returnTo);
  return (
    <Dialog
      title={title}
      width={560}
      focus={focus}
      onClose={() => {
        onAnswer(false);
      }}
      footer={
        <>
          <Spacer />
          <Button
            appearance="secondary"
            label={cancel}
            data-answer="no"
            onClick={() => {
              onAnswer(false);
            }}
          />
          <Button
            appearance={isDestructive ? 'destructive' : 'primary'}
            label={confirm}
            onClick={() => {
              onAnswer(true);
            }}
          />
        </>
      }
    >
      {children}
    </Dialog>
  );
}
