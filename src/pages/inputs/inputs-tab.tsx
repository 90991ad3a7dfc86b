import Button from '@splunk/react-ui/Button';
import { type ReactNode, useEffect, useState } from 'react';
import { type Connection, type Connections, loadConnections } from '../model/connections.ts';
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
import { InputDialog } from './input-dialog.tsx';
import { InputsList } from './inputs-list.tsx';
import { dialogOf, type OpenDialog, type WantedDialog } from './open-dialog.ts';
import { SavedMessage } from './saved-message.tsx';
import { TestDialog } from './test-dialog.tsx';

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
  const [wanted, setWanted] = useState<WantedDialog>();
  const [message, setMessage] = useState<ReactNode>();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const action = useAction();
  const rememberFocus = useFocusAfter(open !== undefined);
  useFocusAfterChange('[data-create]', names?.join());

  const isReloading = connections.isLoading || surroundings.isLoading;
  // A dialog opens when all is loaded: the form of a second input depends on what the first has created.
  useEffect(() => {
    if (!wanted || !connections.value || isReloading) return;
    setWanted(undefined);
    const { row } = wanted;
    rememberFocus(row === undefined ? undefined : `[aria-label="More actions for ${row}"]`);
    setOpen(dialogOf(wanted, connections.value, surroundings.value ?? UNKNOWN_SURROUNDINGS));
  }, [wanted, isReloading, connections.value, surroundings.value, rememberFocus]);
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
  const createButton = configure && (
    <Button
      appearance="primary"
      label="Create new input"
      data-create
      disabled={surroundings.value === undefined}
      onClick={() => {
        setWanted({ action: 'create' });
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
              <FirstSteps>{createButton}</FirstSteps>
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
                  setWanted({ action: chosen, row: connection.name });
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
                {createButton}
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
