import Button from '@splunk/react-ui/Button';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { Spacer } from './layout.ts';

interface ConfirmDialogProps {
  readonly title: string;
  /** The button that goes on, and the one that does not. */
  readonly confirm: string;
  readonly cancel: string;
  readonly isDestructive?: boolean;
  /** A CSS selector of the control with the focus. Default: the button that does not go on. */
  readonly focus?: string;
  readonly children: ReactNode;
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks a question before something is done. Closing it means no. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, cancel, isDestructive = false, focus = '[data-answer="no"]', children } = props;
  const { onAnswer } = props;
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
