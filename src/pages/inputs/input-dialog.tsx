import Button from '@splunk/react-ui/Button';
import ControlGroup from '@splunk/react-ui/ControlGroup';
import Divider from '@splunk/react-ui/Divider';
import Modal from '@splunk/react-ui/Modal';
import Text from '@splunk/react-ui/Text';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useEffect, useRef, useState } from 'react';
import type { Connection, Connections } from '../model/connections.ts';
import type { Form } from '../model/form.ts';
import { type Mistakes, mistakesIn } from '../model/mistakes.ts';
import { save } from '../model/save.ts';
import { Bar, Hint, Spacer } from '../ui/layout.ts';
import { focusField, STAYS } from '../ui/focus.ts';
import { Notice } from '../ui/notice.tsx';
import { Row } from '../ui/setting-fields.tsx';
import { useAction } from '../ui/use-action.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { DownloadFields } from './download-fields.tsx';

export interface Editing {
  readonly title: string;
  readonly form: Form;
  /** What is edited; absent for a new one. */
  readonly before?: Connection;
}

interface InputDialogProps extends Editing {
  readonly connections: Connections;
  readonly indexes: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: (name: string, thenTest: boolean) => void;
}

/** One form for an instance, its secrets and its input. What was typed stays when saving fails. */
export function InputDialog(props: InputDialogProps) {
  const { title, before, connections, indexes, onClose, onSaved } = props;
  const [form, setForm] = useState(props.form);
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const body = useRef<HTMLFormElement>(null);
  const action = useAction();
  const isNew = before === undefined;
  const wrong = Object.keys(mistakes);
  const part = { form, isNew, mistakes, onChange: setForm };

  const submit = async (thenTest: boolean) => {
    const found = mistakesIn(form, isNew ? connections.all.map(({ name }) => name) : undefined, before);
    setMistakes(found);
    action.forget();
    if (Object.keys(found).length > 0) return;
    const saved = await action.run(() => save(form, before, connections.defaults));
    if (saved) onSaved(form.name, thenTest);
  };
  useEffect(() => {
    if (wrong.length > 0) focusField(body.current, wrong[0] ?? '');
    // Only when a save has been tried: typing goes on where it is.
  }, [mistakes]);
  useEffect(() => {
    if (action.error !== undefined) body.current?.scrollIntoView();
  }, [action.error]);

  return (
    <Modal
      open
      onRequestClose={() => {
        if (!action.isBusy) onClose();
      }}
      returnFocus={STAYS}
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
                help: 'Searches name it: misp_instance=misp_covid. It stays as it is.',
              }}
              mistake={mistakes['name']}
            >
              <Text
                value={form.name}
                error={mistakes['name'] !== undefined}
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
