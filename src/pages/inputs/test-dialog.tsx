import Button from '@splunk/react-ui/Button';
import Modal from '@splunk/react-ui/Modal';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { statusOf } from '../model/status.ts';
import type { Result } from '../splunk/search.ts';
import { Definitions, Hint, Mono } from '../ui/layout.ts';
import { KEEP_FOCUS } from '../ui/focus.ts';
import { Notice } from '../ui/notice.tsx';
import { useLoaded } from '../ui/use-loaded.ts';

interface TestDialogProps {
  readonly instance: string;
  readonly onClose: () => void;
}

/** Labels for the fields of mispstatus. */
const FACTS: Readonly<Record<string, string>> = {
  misp_url: 'Address',
  insecure: 'Not secure',
  version: 'Version of MISP',
  user: 'User of the key',
  organisation: 'Organisation',
  role: 'Role',
  rights: 'Rights',
  key_expires: 'Key expires',
  warning_lists: 'Warning lists enabled',
  clock_difference: 'Clock ahead, seconds',
  certificate_days_left: 'Certificate, days left',
};

/** Runs `| mispstatus` as the user and shows the result. */
export function TestDialog({ instance, onClose }: TestDialogProps) {
  const status = useLoaded(() => statusOf(instance), instance);
  return (
    <Modal open onRequestClose={onClose} returnFocus={KEEP_FOCUS} style={{ width: 640, maxWidth: '95vw' }}>
      <Modal.Header title={`Test of ${instance}`} />
      <Modal.Body>
        <Notice type="error" text={status.error ?? status.value?.['error']} />
        {status.value?.['reachable'] === 'True' && (
          <>
            <Notice type="success" text="MISP responds and accepts the key." />
            <Facts row={status.value} />
          </>
        )}
        {status.value === undefined && status.error === undefined && (
          <WaitSpinner size="medium" screenReaderText="Testing" />
        )}
        <Hint>
          This is what <Mono>| mispstatus misp_instance={instance}</Mono> returns with your permissions.
        </Hint>
      </Modal.Body>
      <Modal.Footer>
        <Button appearance="primary" label="Close" onClick={onClose} />
      </Modal.Footer>
    </Modal>
  );
}

function Facts({ row }: { readonly row: Result }) {
  const shown = Object.entries(FACTS).filter(([name]) => row[name] !== undefined);
  return (
    <Definitions>
      {shown.map(([name, label]) => [<dt key={name}>{label}</dt>, <dd key={`${name} is`}>{row[name]}</dd>])}
    </Definitions>
  );
}
