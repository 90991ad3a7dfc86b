import Button from '@splunk/react-ui/Button';
import { isFillable } from '../model/fill.ts';
import type { ScheduledSearch } from '../model/scheduled-searches.ts';
import type { PageRuns } from '../model/search-runs.ts';
import { Bar, Muted } from '../ui/layout.ts';
import { useRights } from '../ui/rights.tsx';

interface SearchesBarProps {
  readonly searches: readonly ScheduledSearch[];
  readonly runs: PageRuns;
  /** Whether a search is being switched or scheduled. */
  readonly isBusy: boolean;
  readonly isRecommended: (name: string) => boolean;
  readonly onSwitchAll: (searches: readonly ScheduledSearch[], on: boolean) => void;
  readonly onFillAll: () => void;
  readonly onCancel: () => void;
  readonly onRefresh: () => void;
}

/** The actions for all searches of a table, and the progress of runs. */
export function SearchesBar(props: SearchesBarProps) {
  const { searches, runs, isBusy, isRecommended, onSwitchAll, onFillAll, onCancel, onRefresh } = props;
  const { configure } = useRights();
  const recommended = searches.filter(({ name }) => isRecommended(name));
  const states = searches.flatMap(({ name }) => runs.get(name)?.state ?? []);
  const waiting = states.filter((state) => state === 'waiting').length;
  const isRunning = waiting > 0 || states.includes('running');
  return (
    <Bar>
      <Muted role="status">
        {searches.filter(({ isOn }) => isOn).length} of {searches.length} enabled
        {isRunning && `. Running${waiting > 0 ? `, ${waiting} more to run` : ''}…`}
      </Muted>
      {configure && (
        <>
          <Button
            appearance="subtle"
            label={recommended.length === searches.length ? 'Enable all' : 'Enable recommended'}
            disabled={isBusy || recommended.every(({ isOn }) => isOn)}
            onClick={() => {
              onSwitchAll(recommended, true);
            }}
          />
          <Button
            appearance="subtle"
            label="Disable all"
            disabled={isBusy || searches.every(({ isOn }) => !isOn)}
            onClick={() => {
              onSwitchAll(searches, false);
            }}
          />
          {searches.filter(({ search }) => isFillable(search)).length > 1 && (
            <Button appearance="default" label="Fill all now…" disabled={isRunning} onClick={onFillAll} />
          )}
          {isRunning && <Button appearance="default" label="Cancel runs" onClick={onCancel} />}
        </>
      )}
      <Button appearance="subtle" label="Refresh" onClick={onRefresh} />
    </Bar>
  );
}
