import Button from '@splunk/react-ui/Button';
import ControlGroup from '@splunk/react-ui/ControlGroup';
import Divider from '@splunk/react-ui/Divider';
import Modal from '@splunk/react-ui/Modal';
import Text from '@splunk/react-ui/Text';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useEffect, useRef, useState } from 'react';
import type { Connection, Connections } from '../model/connections.ts';
import type { Form } from '../model/form.ts';
import { type FieldErrors, validateForm } from '../model/validate-form.ts';
import { save } from '../model/save.ts';
import { Bar, Hint, Spacer } from '../ui/layout.ts';
import { focusField, KEEP_FOCUS } from '../ui/focus.ts';
import { Notice } from '../ui/notice.tsx';
import { Row } from '../ui/setting-fields.tsx';
import { useAction } from '../ui/use-action.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { DownloadFields } from './download-fields.tsx';

export interface Editing {
  readonly title: string;
  readonly form: Form;
  /** The connection to edit. Absent for a new one. */
  readonly before?: Connection;
}

interface InputDialogProps extends Editing {
  readonly connections: Connections;
  readonly indexes: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: (name: string, thenTest: boolean) => void;
}

/** The form for an instance, its secrets and its input. Keeps the values when saving fails. */
export function InputDialog(props: InputDialogProps) {
  const { title, before, connections, indexes, onClose, onSaved } = props;
  const [form, setForm] = useState(props.form);
  const [errors, setErrors] = useState<FieldErrors>({});
  const body = useRef<HTMLFormElement>(null);
  const action = useAction();
  const isNew = before === undefined;
  const wrong = Object.keys(errors);
  const part = { form, isNew, errors, onChange: setForm };

  const submit = async (thenTest: boolean) => {
    const found = validateForm(form, isNew ? connections.all.map(({ name }) => name) : undefined, before);
    setErrors(found);
    action.clearError();
    if (Object.keys(found).length > 0) return;
    const saved = await action.run(() => save(form, before, connections.defaults));
    if (saved) onSaved(form.name, thenTest);
  };
  useEffect(() => {
    if (wrong.length > 0) focusField(body.current, wrong[0] ?? '');
    // Only after an attempt to save, so that typing keeps the focus.
  }, [errors]);
  useEffect(() => {
    if (action.error !== undefined) body.current?.scrollIntoView();
  }, [action.error]);

  return (
    <Modal
      open
      onRequestClose={() => {
        if (!action.isBusy) onClose();
      }}
      returnFocus={KEEP_FOCUS}
      style={{ width: 760, maxWidth: '95vw' }}
    >
      <Modal.Header title={title} />
      <Modal.Body>
        <form
          noValidate
          ref={body}
          onSubmit={(event) => {
            event.preventDefault();
            void submit(false);
          }}
        >
          <Notice type="error" text={action.error ?? summary(wrong.length)} />
          <Hint>Fields marked * are required.</Hint>
          {isNew ? (
            <Row
              field={{
                name: 'name',
                label: 'Name',
                isRequired: true,
                help: 'Used in searches: misp_instance=misp_covid. It cannot be changed later.',
              }}
              error={errors['name']}
            >
              <Text
                value={form.name}
                error={errors['name'] !== undefined}
                spellCheck={false}
                autoComplete="off"
                onChange={(_event, { value }) => {
                  setForm({ ...form, name: value });
                }}
              />
            </Row>
          ) : (
            <ControlGroup label="Name" labelPosition="left" labelWidth={170}>
              <Text defaultValue={form.name} disabled />
            </ControlGroup>
          )}
          <ConnectionFields {...part} />
          {form.instance && <Divider style={{ margin: '16px 0' }} />}
          <DownloadFields {...part} indexes={indexes} hadInput={before?.input !== undefined} />
          <button type="submit" hidden />
        </form>
      </Modal.Body>
      <Modal.Footer>
        <Bar style={{ margin: 0, width: '100%' }}>
          {action.isBusy && <WaitSpinner screenReaderText="Saving" />}
          <Spacer />
          <Button appearance="secondary" label="Cancel" disabled={action.isBusy} onClick={onClose} />
          {form.instance && (
            <Button
              appearance="secondary"
              label="Save and test connection"
              disabled={action.isBusy}
              onClick={() => void submit(true)}
            />
          )}
          <Button
            appearance="primary"
            label={action.isBusy ? 'Saving…' : 'Save'}
            disabled={action.isBusy}
            onClick={() => void submit(false)}
          />
        </Bar>
      </Modal.Footer>
    </Modal>
  );
}

function summary(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? 'One field needs your attention.' : `${count} fields need your attention.`;
}
