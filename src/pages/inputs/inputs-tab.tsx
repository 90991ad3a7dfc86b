import Button from '@splunk/react-ui/Button';
import { type ReactNode, useState } from 'react';
import { type Connection, type Connections, loadConnections } from '../model/connections.ts';
import { blankForm, cloneOf, formOf } from '../model/form.ts';
import { markConfigured } from '../model/configured.ts';
import { removeStaleTests } from '../model/connection-test.ts';
import { loadRuns } from '../model/runs.ts';
import { loadSurroundings, UNKNOWN_SURROUNDINGS } from '../model/surroundings.ts';
import { isEnabled, switchAll } from '../model/switch.ts';
import { useFocusAfter, useFocusAfterChange } from '../ui/focus.ts';
import { Hint } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { ReadOnlyNotice, useRights } from '../ui/rights.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { FirstSteps } from './first-steps.tsx';
import { type Editing, InputDialog } from './input-dialog.tsx';
import { InputsList } from './inputs-list.tsx';
import type { DialogAction } from './inputs-table.tsx';
import { SavedMessage } from './saved-message.tsx';
import { TestDialog } from './test-dialog.tsx';

type OpenDialog =
  | { readonly kind: 'edit'; readonly editing: Editing }
  | { readonly kind: 'delete'; readonly connection: Connection }
  | { readonly kind: 'test'; readonly name: string };

/** The tab for instances and inputs: the table and its dialogs. */
export function InputsTab() {
  const { configure } = useRights();
  const connections = useLoaded(loadConnections);
  const surroundings = useLoaded(loadSurroundings);
  useLoaded(() => (configure ? removeStaleTests() : Promise.resolve()), String(configure));
  const names = connections.value?.all.map(({ name, input }) => `${name} ${input?.['index'] ?? ''}`);
  const runs = useLoaded(
    async () => (connections.value ? loadRuns(connections.value) : undefined),
    names?.join(),
  );
  // Also when the app was configured without this page.
  const isSetUp = connections.value?.all.some(({ instance }) => instance !== undefined) === true;
  const configured = useLoaded(
    () => (isSetUp && configure ? markConfigured() : Promise.resolve()),
    String(isSetUp && configure),
  );
  const [open, setOpen] = useState<OpenDialog>();
  const [message, setMessage] = useState<ReactNode>();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const action = useAction();
  const rememberFocus = useFocusAfter(open !== undefined);
  useFocusAfterChange('[data-create]', names?.join());

  /** @param row the row whose action it is */
  const show = (what: OpenDialog, row?: string) => {
    rememberFocus(row === undefined ? undefined : `[aria-label="More actions for ${row}"]`);
    setOpen(what);
  };
  const close = () => {
    setOpen(undefined);
  };
  const done = (text: ReactNode) => {
    setMessage(text);
    connections.reload();
  };
  const change = async (some: readonly Connection[], on: boolean) => {
    const names = some.map(({ name }) => name);
    setBusy((before) => [...before, ...names]);
    const isDone = await action.enqueue(() => switchAll(some, on));
    setBusy((before) => before.filter((name) => !names.includes(name)));
    const [first, ...others] = some;
    const what = first && others.length === 0 ? `${first.name} is` : `${some.length} inputs are`;
    if (isDone) setMessage(`${what} ${on ? 'enabled' : 'disabled'}.`);
    connections.reload();
  };
  const createButton = (all: Connections) =>
    configure && (
      <Button
        appearance="primary"
        label="Create new input"
        data-create
        disabled={surroundings.value === undefined}
        onClick={() => {
          const form = blankForm(all, surroundings.value ?? UNKNOWN_SURROUNDINGS);
          show({ kind: 'edit', editing: { title: 'New MISP input', form } });
        }}
      />
    );
  const dialogs = (all: Connections) => {
    const common = { onClose: close };
    if (open?.kind === 'edit') {
      return (
        <InputDialog
          {...common}
          {...open.editing}
          connections={all}
          surroundings={surroundings.value ?? UNKNOWN_SURROUNDINGS}
          onSaved={(form) => {
            close();
            done(<SavedMessage form={form} isNew={open.editing.before === undefined} />);
            surroundings.reload();
          }}
        />
      );
    }
    if (open?.kind === 'delete') {
      return (
        <DeleteDialog
          {...common}
          connection={open.connection}
          onDeleted={() => {
            close();
            done(`${open.connection.name} is deleted.`);
          }}
        />
      );
    }
    return open && <TestDialog {...common} instance={open.name} />;
  };

  return (
    <>
      <ReadOnlyNotice right="configure" />
      <Outcome
        action={action}
        message={message}
        onClose={() => {
          setMessage(undefined);
        }}
      />
      <Loading of={connections}>
        {(all) => (
          <>
            {all.all.length === 0 ? (
              <FirstSteps>{createButton(all)}</FirstSteps>
            ) : (
              <InputsList
                rows={all.all}
                defaults={all.defaults}
                mayChange={configure}
                runs={runs.value}
                areRunsLoading={runs.isLoading || connections.isLoading}
                busy={busy}
                onSwitch={(connection) => void change([connection], !isEnabled(connection))}
                onSwitchAll={(some, on) => void change(some, on)}
                onAction={(chosen, connection) => {
                  show(DIALOGS[chosen](connection, all), connection.name);
                }}
              >
                <Button
                  appearance="subtle"
                  label="Refresh"
                  onClick={() => {
                    connections.reload();
                    runs.reload();
                  }}
                />
                {createButton(all)}
              </InputsList>
            )}
            {configured.error !== undefined && (
              <Notice
                type="warning"
                text={`Splunk could not mark the app as set up, so it opens this page first. ${configured.error}`}
              />
            )}
            {runs.error !== undefined && (
              <Notice type="warning" text={`Could not load the last runs: ${runs.error}`} />
            )}
            {runs.value?.isCut === true && (
              <Notice
                type="warning"
                text="The search for the last runs took too long and was stopped: runs may be missing. The MISP health dashboard shows all."
              />
            )}
            {all.all.length > 0 && (
              <Hint>
                Disabling takes effect at once: searches cannot use the instance and its input stops. To stop
                only the download, edit it and clear &quot;Download indicators to an index&quot;.
              </Hint>
            )}
            {dialogs(all)}
          </>
        )}
      </Loading>
    </>
  );
}

const DIALOGS: Readonly<Record<DialogAction, (connection: Connection, all: Connections) => OpenDialog>> = {
  edit: (connection) => ({
    kind: 'edit',
    editing: { title: `Edit ${connection.name}`, form: formOf(connection), before: connection },
  }),
  clone: (connection, all) => ({
    kind: 'edit',
    editing: {
      title: `Clone of ${connection.name}`,
      form: cloneOf(connection, all),
      hint: 'Secrets are not copied: enter the API key and passwords again.',
    },
  }),
  delete: (connection) => ({ kind: 'delete', connection }),
  test: ({ name }) => ({ kind: 'test', name }),
};
