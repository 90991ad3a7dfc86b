import Button from '@splunk/react-ui/Button';
import Divider from '@splunk/react-ui/Divider';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useEffect, useRef, useState } from 'react';
import { changesConnection, testFailure, testForm } from '../model/connection-test.ts';
import type { Connection, Connections } from '../model/connections.ts';
import type { Form } from '../model/form.ts';
import { save } from '../model/save.ts';
import type { Surroundings } from '../model/surroundings.ts';
import { type FieldErrors, missingForTest, validateForm } from '../model/validate-form.ts';
import { messageOf, RestError } from '../splunk/rest-error.ts';
import type { Result } from '../splunk/search.ts';
import { Dialog } from '../ui/dialog.tsx';
import { focusFirstField } from '../ui/focus.ts';
import { HelpLink } from '../ui/help-link.tsx';
import { Hint, Spacer } from '../ui/layout.ts';
import { useConfirmLeave, useUnsavedEdits } from '../ui/leave-guard.tsx';
import { Notice } from '../ui/notice.tsx';
import { useAction } from '../ui/use-action.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { DownloadFields } from './download-fields.tsx';
import { NameField } from './name-field.tsx';
import { TestResult } from './test-result.tsx';
import { useSuggestions } from './use-suggestions.ts';

export interface Editing {
  readonly title: string;
  readonly form: Form;
  /** The connection to edit. Absent for a new one. */
  readonly before?: Connection;
  /** What to know before filling in the form. */
  readonly hint?: string;
}

interface InputDialogProps extends Editing {
  readonly connections: Connections;
  readonly surroundings: Surroundings;
  readonly onClose: () => void;
  /** @param form what was saved, possibly disabled */
  readonly onSaved: (form: Form) => void;
}

/** What a test of the form found: the row of mispstatus, or why there is no connection. */
interface Tested {
  readonly row?: Result;
  readonly failure?: string;
  /** The test was part of saving, which stopped. */
  readonly stoppedSaving?: boolean;
}

/** The form for an instance, its secrets and its input. Tests a changed connection before it saves. Keeps the values when that fails. */
export function InputDialog(props: InputDialogProps) {
  const { title, before, hint, connections, surroundings, onClose, onSaved } = props;
  const [form, setForm] = useState(props.form);
  const [flagged, setFlagged] = useState<readonly string[]>([]);
  const [tested, setTested] = useState<Tested>({});
  const [doing, setDoing] = useState<'Testing' | 'Saving'>('Saving');
  const body = useRef<HTMLFormElement>(null);
  const action = useAction();
  const confirmLeave = useConfirmLeave();
  const isNew = before === undefined;
  const taken = isNew ? connections.all.map(({ name }) => name) : undefined;
  const mistakes = validateForm(form, taken, before);
  // A field is marked after an attempt to save, and until it is corrected.
  const errors = Object.fromEntries(
    Object.entries(mistakes).filter(([name]) => flagged.includes(name)),
  ) satisfies FieldErrors;
  const forTest = missingForTest(mistakes);
  const suggestions = useSuggestions(form, before, connections.defaults, forTest.length === 0);
  useUnsavedEdits(JSON.stringify(form) !== JSON.stringify(props.form));

  const change = (changed: Form) => {
    // A result is that of the settings in the form.
    if (action.isBusy) return;
    setForm(changed);
    setTested({});
  };
  const flag = (names: readonly string[]) => {
    setFlagged(names);
    setTested({});
    action.clearError();
    focusFirstField(body.current, names);
  };
  const test = async (): Promise<Tested> => {
    setDoing('Testing');
    try {
      const row = await testForm(form, before, connections.defaults);
      const failure = testFailure(row);
      return failure === undefined ? { row } : { failure };
    } catch (error) {
      // Saving would be refused, too.
      if (error instanceof RestError && (error.status === 401 || error.status === 403)) throw error;
      return { failure: messageOf(error) };
    }
  };
  const testOnly = async () => {
    if (forTest.length > 0) {
      flag(forTest);
      return;
    }
    await action.run(async () => {
      setTested({});
      setTested(await test());
    });
  };
  const submit = async (anyway = false) => {
    const names = Object.keys(mistakes);
    flag(names);
    if (names.length > 0) return;
    let saved: Form | undefined;
    await action.run(async () => {
      if (!anyway && changesConnection(form, before)) {
        const result = await test();
        if (result.failure !== undefined) {
          setTested({ ...result, stoppedSaving: true });
          return;
        }
      }
      setDoing('Saving');
      // A new connection that does not work is saved disabled: Splunk refuses its input otherwise.
      const isOff = anyway && isNew && form.instance !== undefined;
      saved = isOff ? { ...form, instance: { ...form.instance, disabled: '1' } } : form;
      saved = { ...saved, name: saved.name.trim() };
      try {
        await save(saved, before, connections, surroundings);
      } catch (error) {
        saved = undefined;
        throw error;
      }
    });
    if (saved) onSaved(saved);
  };
  const close = async () => {
    if (!action.isBusy && (await confirmLeave())) onClose();
  };
  useEffect(() => {
    if (action.error !== undefined) body.current?.scrollIntoView();
  }, [action.error]);

  const part = { form, isNew, errors, onChange: change };
  return (
    <Dialog
      title={title}
      width={760}
      focus={
        isNew ? '[data-field="name"] input' : '[data-field="misp_url"] input, [data-field="interval"] input'
      }
      onClose={() => void close()}
      footer={
        <>
          {action.isBusy && <WaitSpinner screenReaderText={doing} />}
          {action.isBusy && <span>{doing === 'Testing' ? 'Testing the connection…' : 'Saving…'}</span>}
          <Spacer />
          <Button
            appearance="secondary"
            label="Cancel"
            disabled={action.isBusy}
            onClick={() => void close()}
          />
          {form.instance && (
            <Button
              appearance="secondary"
              label="Test connection"
              disabled={action.isBusy}
              onClick={() => void testOnly()}
            />
          )}
          {tested.stoppedSaving === true && (
            <Button
              appearance="secondary"
              label={isNew ? 'Save anyway, disabled' : 'Save anyway'}
              disabled={action.isBusy}
              onClick={() => void submit(true)}
            />
          )}
          <Button appearance="primary" label="Save" disabled={action.isBusy} onClick={() => void submit()} />
        </>
      }
    >
      <form
        noValidate
        aria-busy={action.isBusy}
        ref={body}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Notice type="error" text={action.error ?? summary(Object.keys(errors).length)} />
        <Hint>
          {hint} Fields marked * are required. <HelpLink topic="form">Help with the fields</HelpLink>
        </Hint>
        <NameField {...part} />
        <ConnectionFields {...part} />
        {form.instance && <Divider style={{ margin: '16px 0' }} />}
        <DownloadFields
          {...part}
          surroundings={surroundings}
          instances={connections.all.flatMap((one) => (one.instance ? [one.name] : []))}
          suggestions={suggestions}
          hadInput={before?.input !== undefined}
        />
        <TestResult {...tested} />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function summary(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? 'One field needs your attention.' : `${count} fields need your attention.`;
}
