import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { statusOf } from '../model/status.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Hint, Mono, Spacer } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { StatusFacts } from './status-facts.tsx';

interface TestDialogProps {
  readonly instance: string;
  readonly onClose: () => void;
}

/** Runs `| mispstatus` as the user and shows the result. */
export function TestDialog({ instance, onClose }: TestDialogProps) {
  const status = useLoaded(() => statusOf(instance), instance);
  const isWaiting = status.isLoading;
  return (
    <Dialog
      title={`Test of ${instance}`}
      width={640}
      focus="[data-close]"
      onClose={onClose}
      footer={
        <>
          {isWaiting && <WaitSpinner screenReaderText="Testing" />}
          {isWaiting && <span>Waiting for MISP…</span>}
          <Spacer />
          <Button appearance="secondary" label="Test again" disabled={isWaiting} onClick={status.reload} />
          <Button data-close appearance="primary" label="Close" onClick={onClose} />
        </>
      }
    >
      <Notice type="error" text={status.error ?? status.value?.['error']} />
      {status.value?.['reachable'] === 'True' && <StatusFacts row={status.value} />}
      <Hint>
        Output of <Mono>| mispstatus misp_instance={instance}</Mono>, run with your permissions.
      </Hint>
    </Dialog>
  );
}
