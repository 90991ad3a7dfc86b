import Button from '@splunk/react-ui/Button';
import Modal from '@splunk/react-ui/Modal';
import { type ReactNode, useState } from 'react';
import { Bar, Spacer } from './layout.ts';
import { KEEP_FOCUS } from './focus.ts';

interface ConfirmDialogProps {
  readonly title: string;
  /** The button that goes on, and the one that does not, which has the focus. */
  readonly confirm: string;
  readonly cancel: string;
  readonly isDestructive?: boolean;
  readonly children: ReactNode;
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks a question before something is done. Closing it means no. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, cancel, isDestructive = false, children, onAnswer } = props;
  const [no, setNo] = useState<HTMLElement | null>(null);
  return (
    <Modal
      open
      initialFocus={no}
      returnFocus={KEEP_FOCUS}
      onRequestClose={() => {
        onAnswer(false);
      }}
      style={{ width: 560, maxWidth: '95vw' }}
    >
      <Modal.Header title={title} />
      <Modal.Body>{children}</Modal.Body>
      <Modal.Footer>
        <Bar style={{ margin: 0, width: '100%' }}>
          <Spacer />
          <Button
            appearance="secondary"
            label={cancel}
            elementRef={setNo}
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
        </Bar>
      </Modal.Footer>
    </Modal>
  );
}
