import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import type { Connection } from '../model/connections.ts';
import { removeConnection } from '../model/switch.ts';
import { Dialog } from '../ui/dialog.tsx';
import { List, Prose, Spacer } from '../ui/layout.ts';
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
  const submit = async () => {
    if (await action.run(() => removeConnection(connection))) onDeleted();
  };
  return (
    <Dialog
      title={`Delete ${name}?`}
      width={560}
      focus="[data-cancel]"
      onClose={() => {
        if (!action.isBusy) onClose();
      }}
      footer={
        <>
          {action.isBusy && <WaitSpinner screenReaderText="Deleting" />}
          <Spacer />
          <Button
            data-cancel
            appearance="secondary"
            label="Cancel"
            disabled={action.isBusy}
            onClick={onClose}
          />
          <Button
            appearance="destructive"
            label="Delete"
            disabled={action.isBusy}
            onClick={() => void submit()}
          />
        </>
      }
    >
      <Notice type="error" text={action.error} />
      <Prose>This will be deleted:</Prose>
      <List>
        {instance && <li>the MISP instance {name} with its settings. Searches can no longer use it.</li>}
        {instance && <li>its API key and passwords in Splunk&apos;s credential store</li>}
        {input && <li>the input {name}. Downloads stop.</li>}
      </List>
      <Prose>
        This is kept: {input ? `the events in the index "${input['index'] ?? ''}", and ` : ''}the searches,
        macros, dashboards and alerts that use it. Nothing changes in MISP.
      </Prose>
    </Dialog>
  );
}
