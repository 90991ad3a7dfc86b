import { useEffect, useState } from 'react';
import { SOURCE_MACROS, isFillable, withWindow } from '../model/fill.ts';
import { loadLastRuns } from '../model/last-runs.ts';
import { loadMacros } from '../model/macros.ts';
import {
  type KnownSearch,
  loadSearches,
  type ScheduledSearch,
  scheduleSearch,
  switchSearches,
} from '../model/scheduled-searches.ts';
import { useFailure } from '../ui/failures.tsx';
import { Hint } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { timeZone } from '../ui/time.ts';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { FillDialog } from './fill-dialog.tsx';
import { SearchesBar } from './searches-bar.tsx';
import { SearchesTable } from './searches-table.tsx';
import { useSearchRuns } from './use-search-runs.ts';

interface SearchesProps {
  /** Of the table. */
  readonly label: string;
  readonly known: readonly KnownSearch[];
  /** The names of them all, with `*`. */
  readonly names: string;
  /** Rows of each lookup; without it the table has no such column. */
  readonly loadRows?: () => Promise<ReadonlyMap<string, number>>;
  /** Which of them "Enable all" enables. Default: all. */
  readonly isRecommended?: (name: string) => boolean;
}

const NONE = () => Promise.resolve(new Map<string, number>());
const ALL = () => true;

/** Scheduled searches of the app. What other searches find out about them is shown when it has loaded, and may be missing. */
export function Searches({ label, known, names, loadRows, isRecommended = ALL }: SearchesProps) {
  const searches = useLoaded(() => loadSearches(known));
  const lastRuns = useLoaded(() => loadLastRuns(names));
  const rows = useLoaded(loadRows ?? NONE);
  useFailure(lastRuns.error, lastRuns.reload, 'the last runs');
  useFailure(rows.error, rows.reload, 'the rows of the lookups');
  const { runs, start, cancel } = useSearchRuns();
  const action = useAction();
  const [message, setMessage] = useState<string>();
  const [filling, setFilling] = useState<readonly ScheduledSearch[]>();
  const reload = () => {
    for (const one of [searches, lastRuns, rows]) one.reload();
  };
  const endedCount = [...runs.values()].filter(({ state }) => state === 'done').length;
  useEffect(() => {
    if (endedCount > 0) rows.reload();
    // Only after a run.
  }, [endedCount]);
  const change = async (what: () => Promise<string>) => {
    setMessage(undefined);
    await action.enqueue(async () => {
      try {
        setMessage(await what());
      } finally {
        searches.reload();
      }
    });
  };
  const toggle = (all: readonly ScheduledSearch[], on: boolean) =>
    change(async () => {
      const changed = all.filter(({ isOn }) => isOn !== on).map(({ name }) => name);
      await switchSearches(changed, on);
      const what = changed.length === 1 ? (changed[0] ?? '') : `${changed.length} searches`;
      return `${what} ${changed.length === 1 ? 'is' : 'are'} ${on ? 'enabled' : 'disabled'}.`;
    });
  const fill = (all: readonly ScheduledSearch[], window: string) =>
    action.enqueue(async () => {
      const macros = await loadMacros(SOURCE_MACROS);
      void start(all.map((one) => withWindow(one, macros, window)));
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
            <SearchesBar
              searches={all}
              runs={runs}
              isBusy={action.isBusy}
              isRecommended={isRecommended}
              onSwitchAll={(some, on) => void toggle(some, on)}
              onFillAll={() => {
                setFilling(all.filter(({ search }) => isFillable(search)));
              }}
              onCancel={cancel}
              onRefresh={reload}
            />
            <SearchesTable
              label={label}
              searches={all}
              lastRuns={lastRuns.value}
              started={runs}
              rows={loadRows && (rows.value ?? new Map())}
              isBusy={action.isBusy}
              onSwitch={(search) => void toggle([search], !search.isOn)}
              onSchedule={({ name, isOn }, schedule) =>
                void change(async () => {
                  await scheduleSearch(name, schedule);
                  return `Schedule of ${name} set to ${schedule}.${isOn ? '' : ' The search is disabled.'}`;
                })
              }
              onRun={(search) => void start([search])}
              onFill={(search) => {
                setFilling([search]);
              }}
            />
          </>
        )}
      </Loading>
      <Hint>
        Times are in your browser&apos;s time zone ({timeZone()}), schedules in that of Splunk. Last runs are
        those of the last 7 days.
      </Hint>
      {filling && (
        <FillDialog
          names={filling.map(({ name }) => name)}
          onAnswer={(window) => {
            setFilling(undefined);
            if (window !== undefined) void fill(filling, window);
          }}
        />
      )}
    </>
  );
}
