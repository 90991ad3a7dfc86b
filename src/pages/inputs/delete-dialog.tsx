import Button from '@splunk/react-ui/Button';
import Modal from '@splunk/react-ui/Modal';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { Connection } from '../model/connections.ts';
import { removeConnection } from '../model/switch.ts';
import { Bar, List, Prose, Spacer } from '../ui/layout.ts';
import { KEEP_FOCUS } from '../ui/focus.ts';
import { Notice } from '../ui/notice.tsx';
import { useAction } from '../ui/use-action.ts';

interface DeleteDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Confirms a deletion, and lists what is deleted and what is kept. */
export function DeleteDialog({ connection, onClose, onDeleted }: DeleteDialogProps) {
  const { name, instance, input } = connection;
  const action = useAction();
  return (
    <Modal open onRequestClose={onClose} returnFocus={KEEP_FOCUS} style={{ width: 560, maxWidth: '95vw' }}>
      <Modal.Header title={`Delete ${name}?`} />
      <Modal.Body>
        <Notice type="error" text={action.error} />
        <Prose>This is deleted:</Prose>
        <List>
          {instance && <li>the MISP instance {name} with its settings. Searches can no longer use it.</li>}
          {instance && <li>its API key and passwords in Splunk&apos;s secret storage</li>}
          {input && <li>the input {name}. Downloads stop.</li>}
        </List>
        <Prose>
          This is kept: {input ? `the events in the index "${input['index'] ?? ''}", and ` : ''}the searches,
          macros, dashboards and alerts that use it. Nothing changes in MISP.
        </Prose>
      </Modal.Body>
      <Modal.Footer>
        <Bar style={{ margin: 0, width: '100%' }}>
          {action.isBusy && <WaitSpinner screenReaderText="Deleting" />}
          <Spacer />
          <Button appearance="secondary" label="Cancel" disabled={action.isBusy} onClick={onClose} />
          <Button
            appearance="destructive"
            label="Delete"
            disabled={action.isBusy}
            onClick={() =>
              void action
                .run(() => removeConnection(connection))
                .then((done) => {
                  if (done) onDeleted();
                })
            }
          />
        </Bar>
      </Modal.Footer>
    </Modal>
  );
}
