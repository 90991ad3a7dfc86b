import Button from '@splunk/react-ui/Button';
import { useState } from 'react';
import {
  type KnownSearch,
  loadLastRuns,
  loadSearches,
  runNow,
  type ScheduledSearch,
  scheduleSearch,
  switchSearch,
} from '../model/scheduled-searches.ts';
import { Bar, Muted } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { useFailure } from '../ui/failures.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { countText } from '../ui/time.ts';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { SearchesTable } from './searches-table.tsx';

interface SearchesProps {
  /** Of the table. */
  readonly label: string;
  readonly known: readonly KnownSearch[];
  /** The names of them all, with `*`. */
  readonly names: string;
  /** Rows of each lookup; without it the table has no such column. */
  readonly loadRows?: () => Promise<ReadonlyMap<string, number>>;
  /** Whether each has a button that runs it. */
  readonly isRunnable?: boolean;
}

const NONE = () => Promise.resolve(new Map<string, number>());

/** Scheduled searches of the app. What searches tell of them comes when it comes, and may be missing. */
export function Searches({ label, known, names, loadRows, isRunnable = false }: SearchesProps) {
  const searches = useLoaded(() => loadSearches(known));
  const lastRuns = useLoaded(() => loadLastRuns(names));
  const rows = useLoaded(loadRows ?? NONE);
  useFailure(lastRuns.error, lastRuns.reload, 'the last runs');
  useFailure(rows.error, rows.reload, 'the rows of the lookups');
  const action = useAction();
  const [busy, setBusy] = useState<string>();
  const [message, setMessage] = useState<string>();
  const change = async (name: string, what: () => Promise<string>) => {
    setMessage(undefined);
    setBusy(name);
    await action.run(async () => {
      setMessage(await what());
      searches.reload();
    });
    setBusy(undefined);
  };
  const toggle = ({ name, isOn }: ScheduledSearch) =>
    change(name, async () => {
      await switchSearch(name, !isOn);
      return `${name} is ${isOn ? 'off' : 'on'}.`;
    });
  return (
    <>
      <Outcome
        action={action}
        message={message}
        onClose={() => {
          setMessage(undefined);
        }}
      />
      <Loading of={searches}>
        {(all) => (
          <>
            <Bar>
              <Muted role="status">
                {all.filter(({ isOn }) => isOn).length} of {all.length} on
              </Muted>
              <Button
                appearance="subtle"
                label="Refresh"
                onClick={() => {
                  for (const one of [searches, lastRuns, rows]) one.reload();
                }}
              />
            </Bar>
            <SearchesTable
              label={label}
              searches={all}
              lastRuns={lastRuns.value}
              rows={loadRows && (rows.value ?? new Map())}
              busy={busy}
              onSwitch={(search) => void toggle(search)}
              onSchedule={({ name }, schedule) =>
                void change(name, async () => {
                  await scheduleSearch(name, schedule);
                  return `${name} runs at ${schedule} now.`;
                })
              }
              {...(isRunnable && {
                onRun: (search: ScheduledSearch) =>
                  void change(
                    search.name,
                    async () => `${search.name} has run: ${countText(await runNow(search))} results.`,
                  ),
              })}
            />
          </>
        )}
      </Loading>
    </>
  );
}
